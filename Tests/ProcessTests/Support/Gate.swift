import Postgres
import Testing

/// A lock on a table, at which statements of others wait.
struct Gate: Sendable {
    private let connection: Connection
    private let app: AppUnderFire

    /// Takes the lock.
    static func close(_ table: String, in app: AppUnderFire) async throws -> Gate {
        let connection = try await Connection.connect(
            ConnectionSettings(uri: app.queue.url), deadline: .after(.seconds(10)))
        try await connection.run(deadline: .seconds(10)) {
            try $0.executeScript("BEGIN; LOCK TABLE \(table) IN EXCLUSIVE MODE")
        }
        return Gate(connection: connection, app: app)
    }

    /// Waits until statements wait.
    func untilWaiting(atLeast count: Int) async throws {
        try await eventually(within: .seconds(20), "nobody comes to the gate") {
            try await app.queue.value(
                "SELECT count(*) >= $1 FROM pg_stat_activity"
                    + " WHERE wait_event_type = 'Lock' AND datname = current_database()", count)
        }
    }

    func open() async throws {
        await connection.close()
    }
}
