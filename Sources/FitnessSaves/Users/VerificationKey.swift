import JWTKit
import SpotterHTTP

/// A public key for one algorithm.
///
/// The algorithm is the key's own and is never taken from a token: a public key cannot be mistaken
/// for the secret of HS256, nor an RSA key for an elliptic one.
struct VerificationKey: Sendable {
    let id: String?
    let name: String
    private let algorithm: any JWTAlgorithm

    /// Reads one key of a key set.
    ///
    /// - Returns: nil for keys of other algorithms, and for keys that are not for signatures.
    init?(_ key: JSONValue) async {
        guard key["use"].map({ $0.string == "sig" }) ?? true,
            let name = Self.algorithm(of: key),
            key["alg"].map({ $0.string == name.rawValue }) ?? true,
            var jwk = try? JWK(json: String(decoding: key.bytes, as: UTF8.self))
        else { return nil }
        id = key["kid"]?.string
        // jwt-kit wants a name for each key; ours has a collection to itself.
        jwk.keyIdentifier = "key"
        jwk.algorithm = name
        let keys = JWTKeyCollection()
        guard (try? await keys.add(jwk: jwk)) != nil,
            let algorithm = try? await keys.getKey(for: "key"), algorithm.name == name.rawValue
        else { return nil }
        self.name = algorithm.name
        self.algorithm = algorithm
    }

    /// The one algorithm that a key's type and curve leave.
    private static func algorithm(of key: JSONValue) -> JWK.Algorithm? {
        switch (key["kty"]?.string, key["crv"]?.string) {
        // 2048 bits, written in base64 with six to a character.
        case ("RSA", nil): (key["n"]?.string ?? "").utf8.count >= 2048 / 6 ? .rs256 : nil
        case ("EC", "P-256"): .es256
        case ("OKP", "Ed25519"): .eddsa
        default: nil
        }
    }

    func verifies(_ token: Token) -> Bool {
        (try? algorithm.verify(token.signature, signs: token.signed)) ?? false
    }
}
