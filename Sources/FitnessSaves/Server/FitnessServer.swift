package import Hummingbird
package import Logging
import NIOCore
package import Postgres
import ServiceLifecycle
package import Spotter
package import SpotterHTTP

/// The app's server: everything between a socket and the database.
package struct FitnessServer: Sendable {
    /// Adds another part's routes, such as the dashboard's, to the same server.
    ///
    /// It adds each path to the table as well, so that wrong methods are told from wrong paths.
    package typealias Part = (Router<FitnessContext>, PathTable) -> Void

    private let settings: FitnessSettings
    private let database: ConnectionSettings
    private let schema: Schema
    private let logger: Logger

    /// What `GET /metrics` shows, and to whom.
    package var metricsAccess = MetricsAccess.off
    package var registry = MetricsRegistry.shared

    package init(
        settings: FitnessSettings, database: ConnectionSettings, schema: Schema = .standard,
        logger: Logger
    ) {
        self.settings = settings
        self.database = database
        self.schema = schema
        self.logger = logger
    }

    /// Builds the application, for `spotter api` and for tests alike.
    ///
    /// Nothing is connected or bound before it runs; the database need not be there.
    ///
    /// - Parameters:
    ///   - parts: Added before the path table is closed.
    ///   - onServerRunning: Called with the listening channel, which knows the port.
    /// - Throws: `SettingsError` when the keys for tokens cannot be read.
    package func application(
        parts: [Part] = [],
        onServerRunning: @escaping @Sendable (any Channel) async -> Void = { _ in }
    ) async throws -> some ApplicationProtocol {
        let (authenticator, remoteKeys) = try await settings.users.authenticator(logger: logger)
        let pool = Pool(database, size: settings.poolSize, logger: logger)
        let healthPool = Pool(database, size: 1, logger: logger)
        let routes = routes(JobStore(pool: pool, schema: schema), healthPool)
        let router = Router(context: FitnessContext.self, options: .autoGenerateHeadEndpoints)
        let paths = PathTable()
        addMiddlewares(to: router, paths)
        for (method, path, answer) in routes.open {
            router.on(RouterPath(path), method: method, use: answer)
            paths.add(path, method)
        }
        for part in parts { part(router, paths) }
        let users = router.group("").add(middleware: userMiddleware(authenticator))
        for (method, path, answer) in routes.users {
            users.on(RouterPath(path), method: method, use: answer)
            paths.add(path, method)
        }
        var application = Application(
            router: router, server: .guarded(settings.http),
            configuration: ApplicationConfiguration(settings.http, logger: logger),
            onServerRunning: onServerRunning, logger: logger)
        // In this order: what is stopped first comes last, and the server uses all of these.
        application.addServices(PoolService(pools: [pool, healthPool]))
        if let remoteKeys { application.addServices(remoteKeys) }
        return application
    }

    private func routes(_ store: JobStore, _ healthPool: Pool) -> FitnessRoutes {
        let saves = SaveStore(store)
        let depthMax = settings.queueDepthMax > 0 ? settings.queueDepthMax : nil
        return FitnessRoutes(
            saves: SaveController(
                saves: saves, gate: SaveGate(saves, depthMax: depthMax),
                wait: SaveWait(saves, waitersMax: settings.waitersMax)),
            saveReader: SaveReader(saves: saves),
            workouts: WorkoutReader(workouts: WorkoutStore(store)),
            health: HealthController(pool: healthPool),
            metrics: metricsAccess, registry: registry)
    }

    /// The outermost first: each sees the answers of those below it, problems among them.
    private func addMiddlewares(to router: Router<FitnessContext>, _ paths: PathTable) {
        router.add(middleware: RequestIDMiddleware())
        router.add(middleware: SecurityHeadersMiddleware())
        router.add(middleware: RequestMetricsMiddleware())
        router.add(middleware: CORSPolicy(origins: settings.http.corsOrigins))
        router.add(middleware: ProblemMiddleware(paths: paths))
    }

    private func userMiddleware(_ authenticator: UserAuthenticator) -> UserMiddleware {
        UserMiddleware(
            authenticator: authenticator,
            users: RateLimiter(rate: settings.userRate, burst: settings.userBurst),
            // Ten wrong tokens a second from one address: more than any mistake makes.
            strangers: RateLimiter(rate: 10, burst: 100))
    }
}
