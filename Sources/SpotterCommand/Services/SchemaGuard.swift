import Logging
import Postgres
import ServiceLifecycle
import Spotter

/// Makes sure that this program and the schema in the database fit together.
///
/// A schema that lacks a step, or that a newer release has changed in a way this one cannot use, ends
/// the process: to go on could only do harm. Without a database nothing can be said; the program
/// starts then, as it goes on when the database goes away later, and looks as soon as it is there.
struct SchemaGuard: Service {
    private static let pause = Backoff(initial: .milliseconds(500), maximum: .seconds(10))

    let connection: ConnectionSettings
    let migrator: Migrator
    let logger: Logger

    init(settings: Settings, connection: ConnectionSettings, logger: Logger) throws {
        self.connection = connection
        self.logger = logger
        migrator = try Migrator.everything(settings)
    }

    /// Looks once, before anything is started.
    ///
    /// - Returns: Whether it could be seen; false: the database is out of reach.
    /// - Throws: `SpotterError` if they do not fit; `PostgresError` if the database refuses us.
    func checkAtStart() async throws -> Bool {
        do {
            try await check()
            return true
        } catch let error as PostgresError
            where FailureReport(error).status == .databaseUnreachable
        {
            logger.warning(
                "the database is out of reach; starting without it",
                metadata: ["error": "\(String(reflecting: error))"])
            return false
        }
    }

    /// Looks until the database has been seen once, then waits for the end.
    func run() async throws {
        do {
            try await cancelWhenGracefulShutdown {
                var failedTries = 0
                repeat {
                    failedTries += 1
                    try await Task.sleep(for: Self.pause.delay(attempt: failedTries))
                } while try await !checkQuietly()
            }
            try await gracefulShutdown()
        } catch is CancellationError {
            // Asked to stop before the database was there.
        }
    }

    private func checkQuietly() async throws -> Bool {
        do {
            try await check()
            return true
        } catch is PostgresError {
            // The services log their own trouble with the database.
            return false
        }
    }

    private func check() async throws {
        let probe = try await Connection.connect(
            connection, deadline: .after(connection.connectTimeout))
        let version = await probe.serverVersion
        await probe.close()
        try await migrator.check()
        logger.info(
            "database reached", metadata: ["server": "\(StartReport.version(version))"])
    }
}
