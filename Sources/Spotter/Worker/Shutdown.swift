import Synchronization

/// Carries out requests to stop, within the grace.
struct Shutdown: Sendable {
    /// The end of the grace, kept free for cancelled handlers and the last settlements; at most
    /// half of the grace.
    static let reserve = Duration.seconds(5)

    let shared: WorkerState
    let grace: Duration

    init(_ shared: WorkerState, grace: Duration) {
        self.shared = shared
        self.grace = grace
    }

    /// Waits for requests until the task is cancelled.
    func run() async {
        var end: ContinuousClock.Instant?
        for await level in shared.stop.requests {
            shared.wake.raise()
            let limit = end ?? .now + grace
            end = limit
            if level == .drain, await !waitForDrain(until: limit - reserve) { return }
            shared.executions.stopAll(.shutdown)
            // Handlers stop or are abandoned; then their jobs are settled, if the database lets us.
            let limitOfSettling = min(limit, .now + reserve) - .milliseconds(500)
            try? await Task.sleep(until: limitOfSettling, clock: .continuous)
            if Task.isCancelled { return }
            await shared.settler.withLock { $0 }?.giveUp()
        }
    }

    private var reserve: Duration { min(Self.reserve, grace / 2) }

    /// Waits for the moment or a more urgent request; false: the worker has ended.
    private func waitForDrain(until moment: ContinuousClock.Instant) async -> Bool {
        while .now < moment, shared.stop.level == .drain {
            try? await Task.sleep(for: min(.milliseconds(200), moment - .now))
            if Task.isCancelled { return false }
        }
        return true
    }
}
