extension SettingTable {
    static let worker: [any AnySetting] = [
        concurrency, queues, lease, shutdownGrace, retentionCompleted, retentionFailed,
        retentionKeys, workerPort, release, renderCommit, lifeline,
    ]

    static let concurrency = Setting.integer(
        .worker, "SPOTTER_CONCURRENCY", 1...10_000, unit: "jobs", default: 20,
        "How many jobs one worker runs at once. Most jobs wait more than they compute.")

    static let queues = Setting.list(
        .worker, "SPOTTER_QUEUES", allowed: "names of queues between commas",
        "The queues from which a worker takes jobs. All by default.",
        where: { (1...100).contains($0.unicodeScalars.count) })

    static let lease = Setting.duration(
        .worker, "SPOTTER_LEASE", .seconds(1) ... .seconds(3600), default: .seconds(15),
        """
        How long a worker counts as alive after its last heartbeat; a heartbeat comes every third of \
        it. With 15 s two heartbeats may fail, and a dead worker's jobs still run elsewhere within \
        45 s.
        """)

    static let shutdownGrace = Setting.duration(
        .worker, "SPOTTER_SHUTDOWN_GRACE", .seconds(0) ... .seconds(3600),
        default: .seconds(25),
        """
        How long `api` and `worker` may take to stop after SIGTERM; then what is unfinished goes \
        back to its queue. Under the 30 s after which Render and others kill.
        """)

    static let retentionCompleted = Setting.duration(
        .worker, "SPOTTER_RETENTION_COMPLETED", .zero ... .seconds(86_400 * 3650),
        default: .seconds(86_400 * 7),
        """
        How long completed and cancelled jobs are kept after their end. Long enough to look into \
        last week's complaint.
        """)

    static let retentionFailed = Setting.duration(
        .worker, "SPOTTER_RETENTION_FAILED", .zero ... .seconds(86_400 * 3650),
        default: .seconds(86_400 * 90),
        """
        How long failed jobs are kept after their end. Nobody's work should vanish before somebody \
        has looked at it.
        """)

    static let retentionKeys = Setting.duration(
        .worker, "SPOTTER_RETENTION_KEYS", .zero ... .seconds(86_400 * 3650),
        default: .seconds(86_400 * 365),
        """
        How long idempotency keys are kept at least; never shorter than their jobs. A client that \
        repeats a request later than that has lost its memory too.
        """)

    static let workerPort = Setting.integer(
        .worker, "SPOTTER_WORKER_PORT", 0...65_535, unit: "TCP port, 0: any free one",
        "The port of the worker's /health and /metrics. Without it there is none.")

    static let release = Setting.text(
        .worker, "SPOTTER_RELEASE", allowed: "a text of 1 to 255 bytes",
        """
        The name of what is deployed, kept with each attempt. Without it RENDER_GIT_COMMIT, and \
        without that the program's version.
        """,
        where: { $0.utf8.count <= 255 })

    static let renderCommit = Setting.text(
        .worker, "RENDER_GIT_COMMIT", allowed: "a commit",
        "Set by Render; used where SPOTTER_RELEASE is not set.")

    static let lifeline = Setting<Lifelines>.choice(
        .worker, "SPOTTER_LIFELINE", default: nil,
        """
        `stdin`: `api` and `worker` stop, as after SIGTERM, when their standard input ends. Set by \
        `spotter dev`, so that its children do not outlive it.
        """)

    /// What can tell a process that its parent is gone.
    enum Lifelines: String, CaseIterable, Sendable {
        case stdin
    }
}
