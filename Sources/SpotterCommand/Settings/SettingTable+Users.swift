import FitnessSaves

extension SettingTable {
    static let users: [any AnySetting] = [
        jwtSecret, jwksFile, jwksURL, jwtIssuer, jwtAudience,
    ]

    static let jwtSecret = Setting.text(
        .users, "SPOTTER_JWT_SECRET", isSecret: true,
        allowed: "a text of 32 to 4096 bytes",
        """
        The secret that users' tokens are signed with (HS256); `spotter token` signs with it too. \
        At least 32 bytes, because a shorter one can be guessed from any token.
        """,
        where: { $0.utf8.count >= 32 })

    static let jwksFile = Setting.text(
        .users, "SPOTTER_JWKS_FILE", allowed: "the path of a JSON Web Key Set",
        "Public keys of the service that signs users' tokens (RS256, ES256, EdDSA), from a file.")

    static let jwksURL = Setting.text(
        .users, "SPOTTER_JWKS_URL", allowed: "an https URL (http for this machine only)",
        "The same from an address, looked up again from time to time.",
        where: UserSettings.isSafe)

    static let jwtIssuer = Setting.text(
        .users, "SPOTTER_JWT_ISSUER", allowed: "a text of 1 to 4096 bytes",
        "What `iss` in a token has to be. Not checked where it is not set.")

    static let jwtAudience = Setting.text(
        .users, "SPOTTER_JWT_AUDIENCE", allowed: "a text of 1 to 4096 bytes",
        "What `aud` in a token has to contain. Not checked where it is not set.")
}
