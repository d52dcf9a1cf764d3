import Postgres

extension JobStore {
    /// Jobs by state, live workers, and the oldest job that waits.
    ///
    /// - Parameter cap: How far to count each state. Default 1 000 000, under a second.
    public func stats(cap: Int = 1_000_000) async throws -> StatsRecord {
        try await look { connection in
            let row = try connection.query(statement(.statsCount), Int64(cap) + 1)[0]
            var counts: [JobState: CappedCount] = [:]
            for state in JobState.allCases {
                let counted = try row.decode(Int.self, at: state.rawValue)
                counts[state] = CappedCount(counted: counted, cap: cap)
            }
            let queues = try connection.query(statement(.queueList), Int64(0))
                .map { try QueueRecord($0, cap: 0) }
            let oldest = queues.filter { $0.oldestDueAt != nil }
                .min { ($0.oldestDueAt ?? .infinity) < ($1.oldestDueAt ?? .infinity) }
            return StatsRecord(
                counts: counts, workers: try row.decode(Int.self, at: "workers"),
                oldestDueAt: oldest?.oldestDueAt, oldestQueue: oldest?.name,
                at: try connection.query(statement(.clock)).only(as: Timestamp.self))
        }
    }

    /// What has been counted so far.
    ///
    /// Take two, a second or more apart, for rates.
    public func activity() async throws -> ActivityRecord {
        try await look { connection in
            try ActivityRecord(connection.query(statement(.statsActivity))[0])
        }
    }
}
