/// What applies to each job of a kind.
///
/// Queue, priority and attempts are written into the job when it is enqueued; timeout and retry
/// belong to the worker that runs it.
public struct JobDefaults: Sendable {
    /// The lane in which the job waits; 1 to 100 characters.
    public var queue: String
    /// Smaller runs first; -32768 to 32767.
    public var priority: Int
    /// How many failures end in `failed`; 1 to 1000.
    ///
    /// Lost and released attempts do not count.
    public var maxAttempts: Int
    /// How long one attempt may run; nil: as long as it likes.
    public var timeout: Duration?
    /// How long to wait after a failure.
    public var retry: RetryPolicy

    /// Makes the defaults of a kind.
    ///
    /// - Parameters:
    ///   - queue: Default `default`.
    ///   - priority: Default 0, the middle.
    ///   - maxAttempts: Default 20: with the standard policy about an hour and a quarter, long
    ///     enough for a deployment to be put right.
    ///   - timeout: Default 5 minutes: long for almost any job, short enough to free a stuck slot.
    ///   - retry: Default ``RetryPolicy/standard``.
    public init(
        queue: String = "default", priority: Int = 0, maxAttempts: Int = 20,
        timeout: Duration? = .seconds(300), retry: RetryPolicy = .standard
    ) {
        self.queue = queue
        self.priority = priority
        self.maxAttempts = maxAttempts
        self.timeout = timeout
        self.retry = retry
    }
}
