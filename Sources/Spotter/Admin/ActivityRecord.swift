public import Postgres

/// What has been counted since the queue's tables were made; two of them give rates.
public struct ActivityRecord: Sendable, Hashable {
    /// Jobs enqueued; a key that came again counts too.
    public let enqueued: Int64
    /// Attempts ended, by the server's statistics: a second or so behind.
    public let ended: Int64
    /// The database's time at which this was so.
    public let at: Timestamp

    init(_ row: Row) throws(PostgresError) {
        enqueued = try row.decode(Int64.self, at: "enqueued")
        ended = try row.decode(Int64.self, at: "ended")
        at = try row.decode(Timestamp.self, at: "at")
    }

    /// Jobs enqueued and attempts ended per second since `earlier`; nil if no time has passed.
    public func rates(since earlier: ActivityRecord) -> (enqueued: Double, ended: Double)? {
        let seconds = Double(at.microseconds - earlier.at.microseconds) / 1_000_000
        guard seconds > 0 else { return nil }
        // Statistics can be reset, and a crash of the server throws them away.
        let ended = max(0, self.ended - earlier.ended)
        return (Double(enqueued - earlier.enqueued) / seconds, Double(ended) / seconds)
    }
}
