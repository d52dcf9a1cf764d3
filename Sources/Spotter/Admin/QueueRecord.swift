public import Postgres

/// One queue as it stands.
public struct QueueRecord: Sendable, Hashable {
    /// The queue's name.
    public let name: String
    /// Jobs that are due and wait for a worker.
    public let available: CappedCount
    /// Jobs whose time has not come: scheduled and retrying.
    public let later: CappedCount
    /// Jobs that run.
    public let running: Int
    /// Since when the oldest due job has waited.
    public let oldestDueAt: Timestamp?
    /// Since when nothing is claimed from it; nil: it is not paused.
    public let pausedAt: Timestamp?
    /// Who paused it.
    public let pausedBy: String?
    /// Why it was paused.
    public let pauseReason: String?

    init(_ row: Row, cap: Int) throws(PostgresError) {
        name = try row.decode(String.self, at: "name")
        available = CappedCount(counted: try row.decode(Int.self, at: "available"), cap: cap)
        later = CappedCount(counted: try row.decode(Int.self, at: "later"), cap: cap)
        running = try row.decode(Int.self, at: "running")
        oldestDueAt = try row.decode(Timestamp?.self, at: "oldest_due_at")
        pausedAt = try row.decode(Timestamp?.self, at: "paused_at")
        pausedBy = try row.decode(String?.self, at: "paused_by")
        pauseReason = try row.decode(String?.self, at: "pause_reason")
    }
}
