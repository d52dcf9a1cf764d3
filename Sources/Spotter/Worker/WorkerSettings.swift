/// How a worker works.
public struct WorkerSettings: Sendable {
    /// The process's name in tables and pages; host and process id by default.
    public var name: String
    /// The program's release, kept with each attempt.
    public var release: String
    /// The queues from which to claim; nil: all.
    ///
    /// Default nil.
    public var queues: [String]?
    /// How many jobs run at once; 1 to 10 000.
    ///
    /// Default 20: most jobs wait more than they compute.
    public var concurrency = 20
    /// How long the worker counts as alive after its last heartbeat, 1 s to 1 h; a third of it is
    /// the time between two.
    ///
    /// Default 15 s: two heartbeats may fail, and a dead worker's jobs still run elsewhere well
    /// within 45 s.
    public var lease = Duration.seconds(15)
    /// How long a stop may take in all.
    ///
    /// Default 25 s, under the 30 s after which Render kills.
    public var shutdownGrace = Duration.seconds(25)
    /// Connections for handlers that work in the database; 1 to 100.
    ///
    /// Default 8: more than a small server has cores for, few enough for a small server's 100
    /// connections.
    public var poolSize = 8
    /// How long an idle worker waits at most between two looks, 10 ms to 1 min.
    ///
    /// Default 1 s: what becomes due by time alone announces itself to nobody.
    public var pollMax = Duration.seconds(1)

    /// How long completed and cancelled jobs are kept after their end, 0 to 10 years.
    ///
    /// Default 7 days: long enough to look into last week's complaint.
    public var retentionCompleted = Duration.seconds(7 * 86_400)
    /// How long failed jobs are kept after their end, 0 to 10 years.
    ///
    /// Default 90 days: nobody's work should vanish before somebody has looked at it.
    public var retentionFailed = Duration.seconds(90 * 86_400)
    /// How long idempotency keys are kept at least, 0 to 10 years; never shorter than their jobs.
    ///
    /// Default 1 year: a client that repeats a request later than that has lost its memory too.
    public var retentionKeys = Duration.seconds(365 * 86_400)

    /// Starts with the defaults.
    public init(name: String, release: String) {
        self.name = name
        self.release = release
    }

    /// - Throws: ``SpotterError`` `invalidSetting` with the name of the setting and its range.
    func check() throws(SpotterError) {
        func require(_ holds: Bool, _ message: String) throws(SpotterError) {
            if !holds { throw SpotterError(.invalidSetting, message) }
        }
        try require((1...10_000).contains(concurrency), "concurrency is 1 to 10000")
        try require((.seconds(1)...(.seconds(3600))).contains(lease), "lease is 1s to 1h")
        try require(
            (.zero...(.seconds(3600))).contains(shutdownGrace), "shutdown grace is 0s to 1h")
        try require((1...100).contains(poolSize), "pool size is 1 to 100")
        try require((.milliseconds(10)...(.seconds(60))).contains(pollMax), "poll is 10ms to 1m")
        for retention in [retentionCompleted, retentionFailed, retentionKeys] {
            try require(
                (.zero...(.seconds(3650 * 86_400))).contains(retention),
                "a retention is 0s to 3650d")
        }
        try require((1...255).contains(name.utf8.count), "a worker's name has 1 to 255 bytes")
        try require(queues?.isEmpty != true, "queues must name at least one")
    }
}
