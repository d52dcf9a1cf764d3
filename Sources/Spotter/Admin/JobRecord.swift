public import Postgres

/// One job as it stands: a row of the view `spotter.jobs`.
public struct JobRecord: Sendable, Hashable {
    /// Grows from one job to the next.
    public let id: Int64
    /// Which handler runs it.
    public let kind: String
    /// What to do: a JSON object.
    public let args: JSONBytes
    /// The lane in which it waits.
    public let queue: String
    /// Smaller runs first.
    public let priority: Int
    /// Where it is.
    public let state: JobState
    /// The attempt that runs or ran last; 0 before the first.
    public let attempt: Int
    /// How many failures end in ``JobState/failed``.
    public let maxAttempts: Int
    /// When it is or was due.
    public let runAt: Timestamp
    /// When it was enqueued.
    public let createdAt: Timestamp
    /// When the attempt that runs or ran last began.
    public let startedAt: Timestamp?
    /// When it ended for good.
    public let finishedAt: Timestamp?
    /// The worker of the attempt that runs or ran last.
    public let worker: String?
    /// The error of the last attempt that ended.
    ///
    /// May hold anything: for admins only.
    public let error: String?
    /// The error in a word.
    public let errorCode: String?
    /// Words by which to find it.
    public let tags: [String]
    /// What makes it unique among its kind.
    public let key: String?
    /// How many of ``maxAttempts`` are spent, while it is not terminal.
    public let failures: Int
    /// How many workers died while they ran it, while it is not terminal.
    public let deaths: Int

    init(_ row: Row) throws(PostgresError) {
        let word = try row.decode(String.self, at: "state")
        guard let state = JobState(rawValue: word) else {
            throw PostgresError(.unexpectedResult, message: "no such state: \(word)")
        }
        self.state = state
        id = try row.decode(Int64.self, at: "id")
        kind = try row.decode(String.self, at: "kind")
        args = try row.decode(JSONBytes.self, at: "args")
        queue = try row.decode(String.self, at: "queue")
        priority = try row.decode(Int.self, at: "priority")
        attempt = try row.decode(Int.self, at: "attempt")
        maxAttempts = try row.decode(Int.self, at: "max_attempts")
        runAt = try row.decode(Timestamp.self, at: "run_at")
        createdAt = try row.decode(Timestamp.self, at: "created_at")
        startedAt = try row.decode(Timestamp?.self, at: "started_at")
        finishedAt = try row.decode(Timestamp?.self, at: "finished_at")
        worker = try row.decode(String?.self, at: "worker")
        error = try row.decode(String?.self, at: "error")
        errorCode = try row.decode(String?.self, at: "error_code")
        tags = try row.decode([String].self, at: "tags")
        key = try row.decode(String?.self, at: "key")
        failures = try row.decode(Int.self, at: "failures")
        deaths = try row.decode(Int.self, at: "deaths")
    }
}
