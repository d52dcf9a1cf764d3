import SpotterHTTP

/// The public keys of an issuer (a JWKS, RFC 7517).
struct KeySet: Sendable {
    /// Keys a set may have.
    ///
    /// Issuers have two or three; each one of a token without `kid` is tried.
    static let keysMax = 32

    let keys: [VerificationKey]

    /// Reads a key set.
    ///
    /// Keys of algorithms that are not used here are left out.
    ///
    /// - Returns: nil when it is no key set, or has no key that can be used.
    init?(json: [UInt8]) async {
        guard let entries = try? JSONDocument(json).root["keys"]?.elements,
            entries.count <= Self.keysMax
        else { return nil }
        var keys: [VerificationKey] = []
        for entry in entries {
            if let key = await VerificationKey(entry) { keys.append(key) }
        }
        guard !keys.isEmpty else { return nil }
        self.keys = keys
    }

    /// The keys that may have signed `token`: those it names, or all of its algorithm if it names
    /// none.
    func candidates(for token: Token) -> [VerificationKey] {
        keys.filter { key in
            key.name == token.algorithm && (token.keyID.map { $0 == key.id } ?? true)
        }
    }
}
