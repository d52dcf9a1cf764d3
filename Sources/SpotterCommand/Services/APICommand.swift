import ArgumentParser
import CoreMetrics
import FitnessSaves
import Hummingbird
import Logging
import ServiceLifecycle
import Spotter
import SpotterHTTP

#if canImport(Darwin)
    import Darwin
#elseif canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#endif

/// `spotter api`: the HTTP API.
struct APICommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "api",
        abstract: "Run the HTTP API.",
        discussion: """
            Listens on HOST and PORT. Starts without the database as well, and answers 503 until it is \
            there; GET /api/health says that the process lives, GET /api/health/db that it has a \
            database. Ends with exit code 1 when the schema needs `spotter migrate`.

            SIGTERM and SIGINT: no new connections, requests that run are answered, at most \
            SPOTTER_SHUTDOWN_GRACE. A second one ends at once.

            EXAMPLES
              DATABASE_URL=postgresql://… SPOTTER_JWT_SECRET=… spotter api
            """)

    func run() async throws {
        signal(SIGPIPE, SIG_IGN)
        let settings = try Settings(environment: ProcessEnvironment.current)
        LogSetup.start(settings, level: .info)
        MetricsSystem.bootstrap(PrometheusMetrics())
        let logger = Logger(label: "spotter.api")
        let connection = try settings.connection(as: "spotter api")
        var server = FitnessServer(
            settings: try settings.fitness(), database: connection, schema: settings.schema,
            logger: logger)
        if !settings.adminTokens.isEmpty {
            server.metricsAccess = .tokens(settings.adminTokens.map(\.token))
        }
        StartReport(settings: settings, logger: logger).log(connection)
        let guardian = try SchemaGuard(
            settings: settings, connection: connection, logger: logger)
        let isChecked = try await guardian.checkAtStart()
        let application = try await server.application()
        var services = [ServiceGroupConfiguration.ServiceConfiguration(service: application)]
        if !isChecked { services.append(.init(service: guardian)) }
        try await ServiceRunner(settings: settings, logger: logger).run(services)
        logger.info("stopped")
    }
}
