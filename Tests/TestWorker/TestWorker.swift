import Foundation
import Logging
import Postgres
import ServiceLifecycle
import Spotter
import UnixSignals

/// A worker with handlers that misbehave, to be killed, stopped and cut off by the process tests.
///
/// `TestWorker URL NAME [KIND…]`; with kinds, it knows those only. It ends when its standard input
/// does, so that no test leaves one behind.
@main
enum TestWorker {
    static func main() async throws {
        let arguments = Array(CommandLine.arguments.dropFirst())
        Thread.detachNewThread {
            while FileHandle.standardInput.availableData.count > 0 {}
            exit(3)
        }
        var logger = Logger(label: "test worker") { StreamLogHandler.standardError(label: $0) }
        logger.logLevel = .info
        var settings = try ConnectionSettings(uri: arguments[0])
        settings.applicationName = "spotter worker \(arguments[1])"
        var worker = WorkerSettings(name: arguments[1], release: "test")
        worker.lease = .seconds(2)
        worker.concurrency = 10
        worker.shutdownGrace = .seconds(6)
        let service = try Worker(
            settings: settings, handlers: try handlers(Set(arguments.dropFirst(2))),
            worker: worker, logger: logger)
        print("ready")
        try await ServiceGroup(
            services: [service], gracefulShutdownSignals: [.sigterm, .sigint], logger: logger
        ).run()
    }

    private static func handlers(_ kinds: Set<String>) throws -> Handlers {
        var handlers = Handlers()
        func isWanted(_ kind: String) -> Bool { kinds.isEmpty || kinds.contains(kind) }
        if isWanted(Effect.kind) {
            try handlers.register(Effect.self, inTransaction: writeEffect)
        }
        if isWanted(Poison.kind) {
            try handlers.register(Poison.self) { _, _ in kill(getpid(), SIGKILL) }
        }
        if isWanted(Wait.kind) {
            try handlers.register(Wait.self) { wait, _ in
                try await Task.sleep(for: .seconds(wait.seconds))
            }
        }
        if isWanted(Compute.kind) {
            try handlers.register(Compute.self) { compute, _ in
                let end = ContinuousClock.now + .seconds(compute.seconds)
                while ContinuousClock.now < end {}
            }
        }
        return handlers
    }

    /// Writes one row, after failing as often as the job asks for.
    private static func writeEffect(
        _ effect: Effect, _ context: JobContext, _ connection: isolated Connection
    ) throws {
        try connection.execute(
            "INSERT INTO effect (job_id, key) VALUES ($1, $2)", context.id, effect.key)
        if let seconds = effect.seconds {
            try connection.execute("SELECT pg_sleep($1)", seconds)
        }
        if context.failures < effect.failures ?? 0 {
            throw JobFailure.retry("asked to fail", after: .milliseconds(50))
        }
    }

    struct Effect: Job {
        static let kind = "effect"
        var key: String
        var seconds: Double?
        var failures: Int?
    }

    struct Poison: Job {
        static let kind = "poison"
    }

    struct Wait: Job {
        static let kind = "wait"
        var seconds: Double
    }

    struct Compute: Job {
        static let kind = "compute"
        var seconds: Double
    }
}
