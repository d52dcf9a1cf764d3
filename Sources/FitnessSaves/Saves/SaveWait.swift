import Logging
import ServiceLifecycle

/// Waits for a save to be applied, for clients that ask for it with `Prefer: wait=N`.
struct SaveWait: Sendable {
    private let store: SaveStore
    private let waiters: WaiterCount

    /// - Parameter waitersMax: Requests that may wait at a time; further ones are answered at once.
    init(_ store: SaveStore, waitersMax: Int) {
        self.store = store
        waiters = WaiterCount(max: waitersMax)
    }

    /// Looks after a save until it is saved or failed, or `time` is over.
    ///
    /// - Returns: The save as it was seen last. Trouble and shutdown end the wait, not the save.
    func finished(_ save: Save, of user: UserID, within time: Duration) async -> Save {
        guard time > .zero, !save.status.isFinal, waiters.enter() else { return save }
        defer { waiters.leave() }
        let end = ContinuousClock.now + time
        return await cancelWhenGracefulShutdown {
            var seen = save
            var pause: Duration = .milliseconds(5)
            while !seen.status.isFinal, ContinuousClock.now + pause < end {
                do {
                    try await Task.sleep(for: pause)
                    seen = try await store.save(save.id, of: user, deadline: .seconds(2)) ?? seen
                } catch {
                    break
                }
                pause = min(pause * 1.5, .milliseconds(250))
            }
            return seen
        }
    }
}
