public import Postgres

/// What an admin did to a job: a row of the table `spotter.act`.
public struct ActRecord: Sendable, Hashable {
    /// Grows from one act to the next.
    public let id: Int64
    /// The attempt that it followed or ended; nil where it concerned none.
    public let attempt: Int?
    /// `requeue`, `cancel` or `release`.
    public let action: String
    /// Who.
    public let actor: String
    /// Why.
    public let reason: String
    /// From where: `cli`, `sql`, `api`.
    public let source: String
    /// When.
    public let at: Timestamp

    init(_ row: Row) throws(PostgresError) {
        id = try row.decode(Int64.self, at: "id")
        attempt = try row.decode(Int?.self, at: "attempt")
        action = try row.decode(String.self, at: "action")
        actor = try row.decode(String.self, at: "actor")
        reason = try row.decode(String.self, at: "reason")
        source = try row.decode(String.self, at: "source")
        at = try row.decode(Timestamp.self, at: "at")
    }
}
