import Synchronization

/// What this worker is running now, by job.
final class Executions: Sendable {
    private struct State {
        var running: [Int64: Execution] = [:]
        var stuck = 0
    }

    private let state = Mutex(State())

    /// How many jobs run, or are being settled.
    var count: Int { state.withLock { $0.running.count } }

    /// How many abandoned handlers still hold a thread or a task.
    var stuckCount: Int { state.withLock { $0.stuck } }

    /// How many slots are taken.
    var takenCount: Int { state.withLock { $0.running.count + $0.stuck } }

    func isRunning(_ job: Int64) -> Bool {
        state.withLock { $0.running[job] != nil }
    }

    func add(_ execution: Execution, for job: Int64) {
        state.withLock { $0.running[job] = execution }
    }

    func remove(_ job: Int64) {
        state.withLock { _ = $0.running.removeValue(forKey: job) }
    }

    func changeStuck(by difference: Int) {
        state.withLock { $0.stuck += difference }
    }

    /// Asks these jobs' handlers to stop; those that do not run here are passed over.
    func stop(_ jobs: some Sequence<Int64>, _ reason: Execution.StopReason) {
        let found = state.withLock { state in jobs.compactMap { state.running[$0] } }
        for execution in found { execution.stop(reason) }
    }

    /// Asks every handler to stop.
    func stopAll(_ reason: Execution.StopReason) {
        let all = state.withLock { Array($0.running.values) }
        for execution in all { execution.stop(reason) }
    }
}
