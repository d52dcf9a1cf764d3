import Crypto
import SpotterHTTP

/// Makes tokens for development and tests, signed with the secret that the API knows.
package struct TokenIssuer: Sendable {
    static let algorithm = "HS256"

    private let secret: SymmetricKey
    private let issuer: String?
    private let audience: String?

    /// - Parameters:
    ///   - secret: `SPOTTER_JWT_SECRET`.
    ///   - issuer: `SPOTTER_JWT_ISSUER`, if the API checks it.
    ///   - audience: `SPOTTER_JWT_AUDIENCE`, if the API checks it.
    package init(secret: String, issuer: String? = nil, audience: String? = nil) {
        self.secret = SymmetricKey(data: Array(secret.utf8))
        self.issuer = issuer
        self.audience = audience
    }

    /// A token for `user` that is good from now for `lifetime`.
    ///
    /// - Parameter now: Seconds since 1970.
    package func token(for user: UserID, lifetime: Duration, now: Double) -> String {
        var claims = JSONWriter()
        claims.object { claims in
            claims.member("sub", user.text)
            if let issuer { claims.member("iss", issuer) }
            if let audience { claims.member("aud", audience) }
            claims.member("iat", Int(now))
            claims.member("exp", Int(now) + Int(lifetime.components.seconds))
        }
        return sign(claims.bytes)
    }

    /// A token with any claims at all.
    func sign(_ claims: [UInt8]) -> String {
        let header = "{\"alg\":\"\(Self.algorithm)\",\"typ\":\"JWT\"}"
        let signed = Base64URL.encode(Array(header.utf8)) + "." + Base64URL.encode(claims)
        let code = HMAC<SHA256>.authenticationCode(for: Array(signed.utf8), using: secret)
        return signed + "." + Base64URL.encode(code)
    }
}
