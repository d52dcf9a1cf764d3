import LocalPostgres
import Logging
import Postgres

/// Connections to a fresh database for tests.
enum Database {
    private static let turnstile = Turnstile(places: 8)

    /// Gives `body` the settings of a database of its own.
    static func withSettings<T>(
        isolation: isolated (any Actor)? = #isolation,
        _ body: (ConnectionSettings) async throws -> T
    ) async throws -> T {
        await turnstile.enter()
        do {
            let value = try await TestDatabase.with { uri in
                try await body(try ConnectionSettings(uri: uri))
            }
            await turnstile.leave()
            return value
        } catch {
            await turnstile.leave()
            throw error
        }
    }

    /// Runs `body` in one unit of work on a connection of its own.
    @discardableResult
    static func withConnection<T: Sendable>(
        deadline: Duration = .seconds(30), _ body: @Sendable (isolated Connection) throws -> T
    ) async throws -> T {
        try await withSettings { settings in
            try await withConnection(settings, deadline: deadline, body)
        }
    }

    /// Runs `body` in one unit of work on a connection of its own with these settings.
    @discardableResult
    static func withConnection<T: Sendable>(
        _ settings: ConnectionSettings, deadline: Duration = .seconds(30),
        _ body: @Sendable (isolated Connection) throws -> T
    ) async throws -> T {
        let connection = try await connect(settings)
        do {
            let value = try await connection.run(deadline: deadline, body)
            await connection.close()
            return value
        } catch {
            await connection.close()
            throw error
        }
    }

    static func connect(_ settings: ConnectionSettings) async throws -> Connection {
        try await Connection.connect(settings, deadline: .after(.seconds(10)))
    }

    /// Gives `body` a pool and shuts it down afterwards.
    @discardableResult
    static func withPool<T>(
        size: Int, waitingMax: Int = Pool.waitingMaxDefault,
        isolation: isolated (any Actor)? = #isolation,
        _ body: (Pool) async throws -> T
    ) async throws -> T {
        try await withSettings { settings in
            try await withPool(settings, size: size, waitingMax: waitingMax, body)
        }
    }

    /// Gives `body` a pool and shuts it down afterwards.
    @discardableResult
    static func withPool<T>(
        _ settings: ConnectionSettings, size: Int, waitingMax: Int = Pool.waitingMaxDefault,
        isolation: isolated (any Actor)? = #isolation,
        _ body: (Pool) async throws -> T
    ) async throws -> T {
        let pool = Pool(settings, size: size, logger: logger, waitingMax: waitingMax)
        do {
            let value = try await body(pool)
            await pool.shutdown(deadline: .seconds(5))
            return value
        } catch {
            await pool.shutdown(deadline: .seconds(5))
            throw error
        }
    }

    /// Tests provoke failures all the time; their warnings would only hide what matters.
    static let logger = Logger(label: "test") { _ in SwiftLogNoOpLogHandler() }
}
