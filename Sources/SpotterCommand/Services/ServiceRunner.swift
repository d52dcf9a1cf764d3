import Logging
import Postgres
import ServiceLifecycle
import Spotter
import UnixSignals

/// Runs what runs long until a signal ends it.
///
/// The first SIGTERM or SIGINT asks for an orderly end: no new work, what runs is finished within
/// SPOTTER_SHUTDOWN_GRACE. A second one cuts that short: everything unfinished is handed back at
/// once, as at the end of the grace.
struct ServiceRunner: Sendable {
    /// How long what has been told to stop at once may take; then the process ends without it.
    private static let lastResort = Duration.seconds(10)

    let settings: Settings
    let logger: Logger

    /// Returns when all services have ended after a signal.
    ///
    /// - Throws: What a service throws that ends by itself.
    func run(_ services: [ServiceGroupConfiguration.ServiceConfiguration]) async throws {
        let lifeline = Lifeline.configuration(environment: settings.environment)
        var configuration = ServiceGroupConfiguration(
            services: services + [lifeline].compactMap { $0 }, logger: Self.quiet)
        // The services keep the grace themselves; this is for one that does not.
        configuration.maximumGracefulShutdownDuration = settings.shutdownGrace + .seconds(2)
        let group = ServiceGroup(configuration: configuration)
        let signals = await UnixSignalsSequence(trapping: [.sigterm, .sigint])
        try await withThrowingTaskGroup(of: Void.self) { tasks in
            tasks.addTask { try await group.run() }
            tasks.addTask { try await watch(signals, for: group) }
            defer { tasks.cancelAll() }
            try await tasks.next()
        }
    }

    /// Returns at the second signal, which makes the caller cancel the services.
    private func watch(_ signals: UnixSignalsSequence, for group: ServiceGroup) async throws {
        var isStopping = false
        for await signal in signals {
            guard isStopping else {
                isStopping = true
                logger.info("stopping", metadata: ["signal": "\(signal)"])
                await group.triggerGracefulShutdown()
                continue
            }
            logger.notice("stopping at once", metadata: ["signal": "\(signal)"])
            Self.endLater()
            return
        }
        // Cancelled: the services have ended. Wait for them, not for nothing.
        try await Task.sleep(for: .seconds(3600))
    }

    /// Ends the process if it is still there after a while, whatever hangs.
    private static func endLater() {
        BlockingCalls.end(after: lastResort)
    }

    /// The group's own log says nothing that the services do not say better.
    private static let quiet = Logger(label: "spotter.services") { _ in SwiftLogNoOpLogHandler() }
}
