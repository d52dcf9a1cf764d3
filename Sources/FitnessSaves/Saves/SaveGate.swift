import Spotter

/// Says when too many saves wait already.
///
/// The number is asked for at most once a second, by one request at a time; the others go by the
/// last answer. So the limit is passed by as many saves as come in a second, which is fine: it is
/// there to keep a backlog of hours from growing, not to count.
actor SaveGate {
    private let store: SaveStore
    /// nil: no limit.
    private let depthMax: Int?
    private var depth = 0
    private var askAgainAt: ContinuousClock.Instant = .now

    init(_ store: SaveStore, depthMax: Int?) {
        self.store = store
        self.depthMax = depthMax
    }

    /// Whether one more save is too many.
    func isClosed() async -> Bool {
        guard let depthMax else { return false }
        if askAgainAt <= .now {
            // Set before the wait: whoever comes meanwhile must not ask as well.
            askAgainAt = .now + .seconds(1)
            // When the database is away, that is for the enqueue to say.
            depth = (try? await store.depth(cap: depthMax, deadline: .milliseconds(250))) ?? depth
        }
        return depth >= depthMax
    }
}
