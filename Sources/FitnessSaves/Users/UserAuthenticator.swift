import Crypto
import HTTPTypes
import SpotterHTTP

/// Tells from a request's token who sends it.
///
/// HS256 with a shared secret, or RS256, ES256 and EdDSA with public keys; whichever is set up, and
/// nothing else. Every refusal looks the same from outside.
package struct UserAuthenticator: Sendable {
    private let secret: SymmetricKey?
    private let keys: (any KeySource)?
    private let issuer: String?
    private let audience: String?

    /// - Parameters:
    ///   - secret: `SPOTTER_JWT_SECRET`, at least 32 bytes; the same as for `TokenIssuer`.
    ///   - keys: The issuer's public keys.
    init(secret: String?, keys: (any KeySource)?, issuer: String?, audience: String?) {
        self.secret = secret.map { SymmetricKey(data: Array($0.utf8)) }
        self.keys = keys
        self.issuer = issuer
        self.audience = audience
    }

    /// The user whose token stands in an `Authorization` header.
    ///
    /// - Parameter now: Seconds since 1970.
    /// - Throws: `Problem`: 401, or 503 when the issuer's keys could not be had yet.
    package func user(authorization: String?, now: Double) async throws -> UserID {
        guard let authorization else { throw Self.refusal(nil) }
        let words = authorization.split(separator: " ", omittingEmptySubsequences: false)
        guard words.count == 2, words[0].lowercased() == "bearer", let token = Token(words[1]),
            try await isSigned(token),
            let claims = TokenClaims(token.claims, now: now, issuer: issuer, audience: audience)
        else { throw Self.refusal("invalid_token") }
        return claims.user
    }

    private func isSigned(_ token: Token) async throws -> Bool {
        if token.algorithm == TokenIssuer.algorithm {
            guard let secret else { return false }
            // Compares in constant time.
            return HMAC<SHA256>.isValidAuthenticationCode(
                token.signature, authenticating: token.signed, using: secret)
        }
        return try await keys?.candidates(for: token).contains { $0.verifies(token) } ?? false
    }

    private static func refusal(_ error: String?) -> Problem {
        Problem(
            .unauthorized, "Send Authorization: Bearer with a valid token",
            headers: [.wwwAuthenticate: error.map { "Bearer error=\"\($0)\"" } ?? "Bearer"])
    }
}
