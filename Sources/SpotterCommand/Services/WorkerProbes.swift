import Hummingbird
import Logging
import SpotterHTTP

/// The worker's own small server: whether it lives, and its figures.
struct WorkerProbes: Sendable {
    let host: String
    let port: Int
    let logger: Logger

    /// `GET /health` never touches the database: a host that restarts the process for the database's
    /// sake only makes things worse.
    func application() -> some ApplicationProtocol {
        let router = Router(context: BasicServerContext.self)
        let paths = PathTable()
        router.add(middleware: RequestIDMiddleware())
        router.add(middleware: ProblemMiddleware(paths: paths))
        router.get("/health") { _, _ in
            Response.json { json in json.object { $0.member("ok", true) } }
        }
        router.get("/metrics") { request, _ in
            // On this port whoever gets through may look; it is meant for the inside.
            try MetricsAccess.open.answer(request, registry: .shared)
        }
        for path in ["/health", "/metrics"] { paths.add(path, .get) }
        var settings = HTTPSettings()
        settings.host = host
        settings.port = port
        return Application(
            router: router, server: .guarded(settings),
            configuration: ApplicationConfiguration(settings, logger: logger), logger: logger)
    }
}
