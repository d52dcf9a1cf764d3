import Postgres

#if canImport(FoundationEssentials)
    import FoundationEssentials
#else
    import Foundation
#endif

/// The server that tests run against.
enum Database {
    /// How to reach it, as a user who may do everything.
    static func uri() async throws -> String {
        if let uri = ProcessInfo.processInfo.environment["TEST_DATABASE_URL"] { return uri }
        return "postgresql://postgres@127.0.0.1:54329/postgres"
    }

    static func settings() async throws -> ConnectionSettings {
        try ConnectionSettings(uri: try await uri())
    }

    /// A connection of one's own.
    static func connect() async throws -> Connection {
        try await Connection.connect(settings(), deadline: .after(.seconds(10)))
    }

    /// Runs `body` in one unit of work on a connection of its own.
    static func withConnection<T: Sendable>(
        deadline: Duration = .seconds(20), _ body: @Sendable (isolated Connection) throws -> T
    ) async throws -> T {
        let connection = try await connect()
        do {
            let value = try await connection.run(deadline: deadline, body)
            await connection.close()
            return value
        } catch {
            await connection.close()
            throw error
        }
    }
}
