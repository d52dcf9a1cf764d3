package import Logging
package import SpotterHTTP

#if canImport(FoundationEssentials)
    import FoundationEssentials
#else
    import Foundation
#endif

/// How users prove who they are.
package struct UserSettings: Sendable, Equatable {
    /// `SPOTTER_JWT_SECRET`: for HS256, at least 32 bytes.
    ///
    /// A secret.
    package var secret: String?
    /// `SPOTTER_JWKS_FILE`: path of a key set, read once at the start.
    package var keysFile: String?
    /// `SPOTTER_JWKS_URL`: where the issuer publishes its key set.
    ///
    /// https, or http on this machine.
    package var keysURL: String?
    /// `SPOTTER_JWT_ISSUER`: what `iss` has to be.
    ///
    /// Default: not checked.
    package var issuer: String?
    /// `SPOTTER_JWT_AUDIENCE`: what `aud` has to be or to contain.
    ///
    /// Default: not checked.
    package var audience: String?

    package init(secret: String? = nil) { self.secret = secret }

    package init(environment: [String: String]) throws(SettingsError) {
        let reader = SettingsReader(environment)
        secret = reader.text("SPOTTER_JWT_SECRET")
        keysFile = reader.text("SPOTTER_JWKS_FILE")
        keysURL = reader.text("SPOTTER_JWKS_URL")
        issuer = reader.text("SPOTTER_JWT_ISSUER")
        audience = reader.text("SPOTTER_JWT_AUDIENCE")
        if let secret, secret.utf8.count < 32 {
            throw SettingsError(key: "SPOTTER_JWT_SECRET", allowed: "a secret of 32 bytes or more")
        }
        if let keysURL, !Self.isSafe(keysURL) {
            throw SettingsError(
                key: "SPOTTER_JWKS_URL", value: keysURL,
                allowed: "an https URL; http only for localhost")
        }
        guard keysFile == nil || keysURL == nil else {
            throw SettingsError(
                key: "SPOTTER_JWKS_FILE", value: keysFile,
                allowed: "left out beside SPOTTER_JWKS_URL")
        }
        guard secret != nil || keysFile != nil || keysURL != nil else {
            throw SettingsError(
                key: "SPOTTER_JWT_SECRET",
                allowed: "set, or one of SPOTTER_JWKS_FILE and SPOTTER_JWKS_URL: without any of "
                    + "them no user's token can be checked")
        }
    }

    private static func isSafe(_ url: String) -> Bool {
        [
            "https://", "http://localhost:", "http://localhost/", "http://127.0.0.1:",
            "http://[::1]:",
        ]
        .contains { url.hasPrefix($0) }
    }

    /// Builds what checks the tokens, and the service that fetches keys, where there is one.
    ///
    /// - Throws: `SettingsError` when the key file cannot be read or has no key that can be used.
    package func authenticator(
        logger: Logger
    ) async throws(SettingsError) -> (UserAuthenticator, RemoteKeySet?) {
        let remote = keysURL.map { RemoteKeySet(url: $0, logger: logger) }
        let file = try await readKeysFile()
        let authenticator = UserAuthenticator(
            secret: secret, keys: remote ?? file, issuer: issuer, audience: audience)
        return (authenticator, remote)
    }

    private func readKeysFile() async throws(SettingsError) -> (any KeySource)? {
        guard let keysFile else { return nil }
        guard let json = try? Data(contentsOf: URL(filePath: keysFile)), json.count <= 1 << 20,
            let keys = await KeySet(json: Array(json))
        else {
            throw SettingsError(
                key: "SPOTTER_JWKS_FILE", value: keysFile,
                allowed: "a readable key set (JWKS) with a key for RS256, ES256 or EdDSA")
        }
        return keys
    }
}
