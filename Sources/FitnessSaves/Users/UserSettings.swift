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

    package init(
        secret: String? = nil, keysFile: String? = nil, keysURL: String? = nil,
        issuer: String? = nil, audience: String? = nil
    ) {
        self.secret = secret
        self.keysFile = keysFile
        self.keysURL = keysURL
        self.issuer = issuer
        self.audience = audience
    }

    /// Checks that there is one way, and only one, to know a user's token.
    ///
    /// - Throws: For what is missing, or one too many, under the name of its variable.
    package func check() throws(SettingsError) {
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

    /// Whether keys may be fetched from there: nobody on the way could exchange them.
    package static func isSafe(_ url: String) -> Bool {
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
