import Synchronization

/// When the next jobs that saw a worker die may be run.
struct Isolation {
    /// The last of them; the next must wait until it is over, since two in one process could not
    /// be told apart.
    var suspect: AttemptID?
    private var notBefore = ContinuousClock.now

    func isDue(_ shared: WorkerState) -> Bool {
        guard shared.hasSuspects.load(ordering: .acquiring), notBefore <= .now else { return false }
        return suspect.map { !shared.executions.isRunning($0) } ?? true
    }

    /// Gives the others their turn.
    mutating func pause() {
        notBefore = .now + ClaimLoop.isolationMax
    }

    /// There are no others.
    mutating func allow() {
        notBefore = .now
    }
}
