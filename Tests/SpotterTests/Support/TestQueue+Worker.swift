import Logging
import Postgres
import ServiceLifecycle
import Testing

@testable import Spotter

extension TestQueue {
    /// Settings that let a test see within seconds what takes a quarter of a minute by default.
    static func quickSettings(_ name: String = "test") -> WorkerSettings {
        var worker = WorkerSettings(name: name, release: "r1")
        worker.lease = .seconds(3)
        worker.shutdownGrace = .seconds(4)
        worker.pollMax = .milliseconds(100)
        return worker
    }

    /// Runs a worker while the body runs, then shuts it down gracefully and waits for its end.
    func withWorker(
        _ worker: WorkerSettings = quickSettings(), logger: Logger = TestQueue.logger,
        register: (inout Handlers) throws -> Void,
        _ body: () async throws -> Void
    ) async throws {
        var handlers = Handlers()
        try register(&handlers)
        let service = try Worker(
            settings: settings, handlers: handlers, worker: worker, logger: logger)
        let group = ServiceGroup(services: [service], logger: logger)
        let running = Task { try await group.run() }
        do {
            try await body()
        } catch {
            await group.triggerGracefulShutdown()
            try await running.value
            throw error
        }
        await group.triggerGracefulShutdown()
        try await running.value
    }
}

/// Waits until the condition holds, and fails the test when that takes too long.
func eventually(
    within limit: Duration = .seconds(20), _ comment: Comment? = nil,
    sourceLocation: SourceLocation = #_sourceLocation, _ condition: () async throws -> Bool
) async throws {
    let deadline = ContinuousClock.now + limit
    while try await !condition() {
        guard .now < deadline else {
            Issue.record(
                comment ?? "did not happen within \(limit)", sourceLocation: sourceLocation)
            return
        }
        try await Task.sleep(for: .milliseconds(20))
    }
}
