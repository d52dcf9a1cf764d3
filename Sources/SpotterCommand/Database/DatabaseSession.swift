import Logging
import Postgres
import Spotter

/// A command's way to the database: settings, log, pool and store, and an orderly end.
struct DatabaseSession: Sendable {
    /// A command does one thing at a time; the second connection is for its looking up meanwhile.
    private static let poolSize = 2

    let settings: Settings
    let connection: ConnectionSettings
    let store: JobStore

    /// Runs `body` with a store, and closes the connections afterwards.
    ///
    /// Connects once before that, so that a wrong address or password is told at once and not after
    /// the pool has tried again for some seconds.
    ///
    /// - Parameter name: What the server shows as the application's name.
    static func run<T: Sendable>(
        as name: String, _ body: (DatabaseSession) async throws -> T
    ) async throws -> T {
        let settings = try Settings(environment: ProcessEnvironment.current)
        LogSetup.start(settings, level: .warning)
        let connection = try settings.connection(as: name)
        let probe = try await Connection.connect(
            connection, deadline: .after(connection.connectTimeout))
        await probe.close()
        let pool = Pool(connection, size: poolSize, logger: Logger(label: "postgres"))
        let session = DatabaseSession(
            settings: settings, connection: connection,
            store: JobStore(pool: pool, schema: settings.schema))
        do {
            let result = try await body(session)
            await pool.shutdown(deadline: .seconds(1))
            return result
        } catch {
            await pool.shutdown(deadline: .seconds(1))
            throw error
        }
    }
}
