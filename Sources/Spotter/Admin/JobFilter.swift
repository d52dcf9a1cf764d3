public import Postgres

/// Which jobs are meant.
///
/// All conditions have to hold; an empty filter means every job.
public struct JobFilter: Sendable, Hashable {
    /// In one of these states; empty: in any.
    public var states: Set<JobState> = []
    /// Of this kind.
    public var kind: String?
    /// In this queue.
    public var queue: String?
    /// With this tag.
    public var tag: String?
    /// With arguments that contain this JSON (PostgreSQL's `@>`): `{"user_id": "7"}`.
    public var args: JSONBytes?
    /// Enqueued at this moment or later.
    public var since: Timestamp?
    /// Enqueued before this moment.
    public var until: Timestamp?
    /// With this text in the last error, in upper or lower case.
    public var error: String?

    /// Starts without a condition.
    public init() {}

    /// Whether there is no condition, so that every job is meant.
    public var isEmpty: Bool { self == JobFilter() }
}
