public import Postgres

/// One worker: a process incarnation that claims jobs.
public struct WorkerRecord: Sendable, Hashable {
    /// Never used again.
    public let id: Int64
    /// The process's name for people; host names and process ids repeat.
    public let name: String
    /// The release that it runs.
    public let release: String
    /// The queues from which it claims; nil: all.
    public let queues: [String]?
    /// The kinds of job that it knows.
    public let kinds: [String]
    /// How many jobs it runs at once.
    public let concurrency: Int
    /// How long it counts as alive after a heartbeat.
    public let lease: Duration
    /// When it started.
    public let startedAt: Timestamp
    /// When it last said that it lives.
    public let heartbeatAt: Timestamp
    /// How long ago that was, by the database's clock.
    public let heartbeatAge: Duration
    /// When it ended or was found dead.
    public let endedAt: Timestamp?
    /// How it ended: `lost` when it was found dead.
    public let endReason: String?
    /// Jobs that it runs.
    public let running: Int

    /// Whether its heartbeat is fresh.
    public var isAlive: Bool { endedAt == nil && heartbeatAge <= lease }

    init(_ row: Row) throws(PostgresError) {
        id = try row.decode(Int64.self, at: "id")
        name = try row.decode(String.self, at: "name")
        release = try row.decode(String.self, at: "release")
        queues = try row.decode([String]?.self, at: "queues")
        kinds = try row.decode([String].self, at: "kinds")
        concurrency = try row.decode(Int.self, at: "concurrency")
        lease = .seconds(try row.decode(Double.self, at: "lease_seconds"))
        startedAt = try row.decode(Timestamp.self, at: "started_at")
        heartbeatAt = try row.decode(Timestamp.self, at: "heartbeat_at")
        heartbeatAge = .seconds(try row.decode(Double.self, at: "heartbeat_age_seconds"))
        endedAt = try row.decode(Timestamp?.self, at: "ended_at")
        endReason = try row.decode(String?.self, at: "end_reason")
        running = try row.decode(Int.self, at: "running")
    }
}
