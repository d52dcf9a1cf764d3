import Hummingbird
import Logging
import Postgres
import SpotterHTTP

/// Says whether the process lives, and whether it has a database.
struct HealthController: Sendable {
    /// Well under the two seconds that are promised.
    private static let deadline: Duration = .milliseconds(1500)

    /// One connection of its own: the saves may have taken all others.
    let pool: Pool

    /// `GET /api/health`: never touches the database, because a host that restarts the process for
    /// the database's sake only makes things worse.
    func process(_ request: Request, _ context: FitnessContext) -> Response {
        .json { json in json.object { $0.member("ok", true) } }
    }

    /// `GET /api/health/db`.
    func database(_ request: Request, _ context: FitnessContext) async -> Response {
        do {
            let isWritable = try await pool.withConnection(deadline: Self.deadline) { connection in
                try connection.query(.healthCheck).only(as: Bool.self)
            }
            guard isWritable else { return Self.trouble("the database is read-only") }
            return process(request, context)
        } catch {
            context.logger.warning(
                "The database is not healthy", metadata: ["error": "\(String(reflecting: error))"])
            return Self.trouble("the database is out of reach")
        }
    }

    private static func trouble(_ reason: String) -> Response {
        .json(.serviceUnavailable) { json in
            json.object { json in
                json.member("ok", false)
                json.member("error", reason)
            }
        }
    }
}
