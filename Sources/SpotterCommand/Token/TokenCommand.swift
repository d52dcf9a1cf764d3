import ArgumentParser
import FitnessSaves
import Postgres
import SpotterHTTP

#if canImport(FoundationEssentials)
    import FoundationEssentials
#else
    import Foundation
#endif

/// `spotter token`: a JWT for development.
struct TokenCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "token",
        abstract: "Make a user's token for development.",
        discussion: """
            Signs a JWT with SPOTTER_JWT_SECRET (HS256), with SPOTTER_JWT_ISSUER and \
            SPOTTER_JWT_AUDIENCE where they are set. In production tokens come from the service \
            that signs users in.

            EXAMPLES
              spotter token --user anna
              curl -H "Authorization: Bearer $(spotter token --user anna)" \\
                   http://127.0.0.1:8080/api/fitness/workouts
            """)

    @Option(help: "The user, `sub` in the token; 1 to 255 bytes.")
    var user: String

    @Option(help: "How long the token holds: 30s, 5m, 1h, 7d; at least 1s, at most 365d.")
    var ttl = "1h"

    @OptionGroup var output: OutputOptions

    /// A development token that never ends would sooner or later be found in production.
    private static let lifetimes = Duration.seconds(1) ... .seconds(365 * 86_400)

    func validate() throws {
        guard UserID(user) != nil else {
            throw ValidationError("--user has to be 1 to 255 bytes without control characters.")
        }
        guard let lifetime = DurationText.parse(ttl), Self.lifetimes.contains(lifetime) else {
            throw ValidationError(
                "--ttl \(ttl) is not allowed; it has to be a duration from 1s to 365d.")
        }
    }

    func run() throws {
        let settings = try Settings(environment: ProcessEnvironment.current)
        guard let secret = settings.jwtSecret else {
            throw CommandFailure(
                .usage,
                "SPOTTER_JWT_SECRET is not set; it has to be "
                    + SettingTable.jwtSecret.description.allowed)
        }
        guard let user = UserID(user), let lifetime = DurationText.parse(ttl) else { return }
        let issuer = TokenIssuer(
            secret: secret, issuer: settings.jwtIssuer, audience: settings.jwtAudience)
        let now = Timestamp.now
        let token = issuer.token(
            for: user, lifetime: lifetime, now: now.date.timeIntervalSince1970)
        let end = now.microseconds + Int64(lifetime / .microseconds(1))
        output.print {
            $0.member("token", token)
            $0.member("user", self.user)
            $0.member("expires_at", "\(Timestamp(microseconds: end))")
        } text: { _ in
            token + "\n"
        }
    }
}
