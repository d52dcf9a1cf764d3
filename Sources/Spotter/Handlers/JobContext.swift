public import Logging
public import Postgres

/// What a handler may know about the attempt it is.
public struct JobContext: Sendable {
    /// The job.
    public let id: Int64
    /// Its kind.
    public let kind: String
    /// The lane from which it came.
    public let queue: String
    /// Its priority; smaller runs first.
    public let priority: Int
    /// Which execution this is, 1 for the first.
    public let attempt: Int
    /// How many attempts have failed since the job was enqueued or requeued.
    public let failures: Int
    /// How many failures end in `failed`.
    public let maxAttempts: Int
    /// Its tags.
    public let tags: [String]
    /// When it was enqueued.
    public let createdAt: Timestamp
    /// Carries the job's id, kind and attempt as metadata.
    public let logger: Logger
}
