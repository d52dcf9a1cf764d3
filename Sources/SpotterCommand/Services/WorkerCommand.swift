import ArgumentParser
import CoreMetrics
import FitnessSaves
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

/// `spotter worker`: runs jobs.
struct WorkerCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "worker",
        abstract: "Run jobs.",
        discussion: """
            Runs the kinds save_workout and spotter.noop; others wait for a worker that knows \
            them. The database may come and go. Ends with exit code 1 when the schema needs \
            `spotter migrate`.

            SIGTERM and SIGINT: takes no more jobs, lets running ones finish, and gives back what is \
            unfinished when SPOTTER_SHUTDOWN_GRACE is nearly over; that spends no attempt. A second \
            one gives everything back at once. With SPOTTER_WORKER_PORT it answers GET /health and \
            GET /metrics.

            EXAMPLES
              spotter worker
              spotter worker --queues saves,default --concurrency 50
            """)

    @Option(help: "Only from these queues, between commas; else SPOTTER_QUEUES, else all.")
    var queues: String?

    @Option(help: "Jobs at once, 1 to 10000; else SPOTTER_CONCURRENCY, else 20.")
    var concurrency: Int?

    func validate() throws {
        if let concurrency, !(1...10_000).contains(concurrency) {
            throw ValidationError(
                "--concurrency \(concurrency) is not allowed; it has to be 1 to 10000.")
        }
        if let queues, (try? SettingTable.queues.value(of: queues)) == nil {
            throw ValidationError(
                "--queues has to be \(SettingTable.queues.description.allowed).")
        }
    }

    func run() async throws {
        signal(SIGPIPE, SIG_IGN)
        let settings = try Settings(environment: ProcessEnvironment.current)
        LogSetup.start(settings, level: .info)
        MetricsSystem.bootstrap(PrometheusMetrics())
        let logger = Logger(label: "spotter.worker")
        let name = "\(Settings.hostName)-\(getpid())"
        let connection = try settings.connection(as: "spotter worker \(name)")
        StartReport(settings: settings, logger: logger).log(connection)
        let guardian = try SchemaGuard(
            settings: settings, connection: connection, logger: logger)
        let isChecked = try await guardian.checkAtStart()
        let worker = try Worker(
            settings: connection,
            listen: settings.listenConnection(as: "spotter worker \(name)"),
            schema: settings.schema, handlers: Self.handlers(),
            worker: workerSettings(settings, name: name), logger: logger)
        var services: [ServiceGroupConfiguration.ServiceConfiguration] = []
        if let port = settings.workerPort {
            let probes = WorkerProbes(host: settings.host, port: port, logger: logger)
            services.append(.init(service: probes.application()))
        }
        services.append(.init(service: worker))
        if !isChecked { services.append(.init(service: guardian)) }
        try await ServiceRunner(settings: settings, logger: logger).run(services)
        logger.info("stopped")
    }

    /// The code for every kind that this program knows.
    private static func handlers() throws -> Handlers {
        var handlers = Handlers()
        try handlers.registerBuiltIns()
        try SaveWorkout.register(in: &handlers)
        return handlers
    }

    private func workerSettings(_ settings: Settings, name: String) throws -> WorkerSettings {
        var worker = WorkerSettings(name: name, release: settings.release)
        worker.queues = try queues.map { try SettingTable.queues.value(of: $0) } ?? settings.queues
        worker.concurrency = concurrency ?? settings.concurrency
        worker.lease = settings.lease
        worker.shutdownGrace = settings.shutdownGrace
        worker.poolSize = settings.poolSize
        worker.retentionCompleted = settings.retentionCompleted
        worker.retentionFailed = settings.retentionFailed
        worker.retentionKeys = settings.retentionKeys
        return worker
    }
}
