public import Postgres

/// One attempt that has ended: a row of the view `spotter.attempts`.
public struct AttemptRecord: Sendable, Hashable {
    /// Counted from 1, over requeues on.
    public let attempt: Int
    /// `completed`, `retry`, `failed`, `released`, `snoozed`, `cancelled` or `lost`.
    public let outcome: String
    /// The worker that ran it.
    public let worker: String?
    /// The release of that worker.
    public let release: String?
    /// When it began.
    public let startedAt: Timestamp
    /// When it ended.
    public let finishedAt: Timestamp
    /// When the next attempt was due.
    public let retryAt: Timestamp?
    /// What went wrong.
    ///
    /// May hold anything: for admins only.
    public let error: String?
    /// The error in a word.
    public let errorCode: String?

    init(_ row: Row) throws(PostgresError) {
        attempt = try row.decode(Int.self, at: "attempt")
        outcome = try row.decode(String.self, at: "outcome")
        worker = try row.decode(String?.self, at: "worker")
        release = try row.decode(String?.self, at: "release")
        startedAt = try row.decode(Timestamp.self, at: "started_at")
        finishedAt = try row.decode(Timestamp.self, at: "finished_at")
        retryAt = try row.decode(Timestamp?.self, at: "retry_at")
        error = try row.decode(String?.self, at: "error")
        errorCode = try row.decode(String?.self, at: "error_code")
    }
}
