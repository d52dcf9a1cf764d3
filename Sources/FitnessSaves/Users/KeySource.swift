/// Where the public keys come from.
protocol KeySource: Sendable {
    /// The keys that may have signed `token`.
    ///
    /// - Throws: `Problem` when no keys could be had so far, so that nothing can be said of the
    ///   token.
    func candidates(for token: Token) async throws -> [VerificationKey]
}

extension KeySet: KeySource {}
