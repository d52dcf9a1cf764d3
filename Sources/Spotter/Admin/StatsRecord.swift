public import Postgres

/// How the whole queue stands.
public struct StatsRecord: Sendable, Hashable {
    /// Jobs in each state.
    public let counts: [JobState: CappedCount]
    /// Workers whose heartbeat is fresh.
    public let workers: Int
    /// Since when the oldest due job has waited, in whichever queue.
    public let oldestDueAt: Timestamp?
    /// The queue in which it waits.
    public let oldestQueue: String?
    /// The database's time at which this was so.
    public let at: Timestamp
}
