import Synchronization

/// What this worker is running now.
final class Executions: Sendable {
    private struct State {
        var running: [AttemptID: Execution] = [:]
        var stuck = 0
    }

    private let state = Mutex(State())

    /// How many jobs run, or are being settled.
    var count: Int { state.withLock { $0.running.count } }

    /// How many abandoned handlers still hold a thread or a task.
    var stuckCount: Int { state.withLock { $0.stuck } }

    /// How many slots are taken.
    var takenCount: Int { state.withLock { $0.running.count + $0.stuck } }

    func isRunning(_ attempt: AttemptID) -> Bool {
        state.withLock { $0.running[attempt] != nil }
    }

    func add(_ execution: Execution, for attempt: AttemptID) {
        state.withLock { $0.running[attempt] = execution }
    }

    func remove(_ attempt: AttemptID) {
        state.withLock { _ = $0.running.removeValue(forKey: attempt) }
    }

    func changeStuck(by difference: Int) {
        state.withLock { $0.stuck += difference }
    }

    /// Asks these attempts' handlers to stop; those that do not run here are passed over.
    func stop(_ attempts: some Sequence<AttemptID>, _ reason: Execution.StopReason) {
        let found = state.withLock { state in attempts.compactMap { state.running[$0] } }
        for execution in found { execution.stop(reason) }
    }

    /// Asks every handler to stop.
    func stopAll(_ reason: Execution.StopReason) {
        let all = state.withLock { Array($0.running.values) }
        for execution in all { execution.stop(reason) }
    }
}
