import Postgres

extension JobStore {
    /// Writes outcomes, and ends the leases whose last jobs they are, in one statement.
    ///
    /// Repeating it after any error is safe: what is written already is left as it is.
    func settle(
        _ settlements: [Settlement], worker: Int64, endedLeases: [Int64]
    ) async throws {
        let records = settlements.compactMap { settlement in
            settlement.record.map { (job: settlement.job, record: $0) }
        }
        // Sorted: two statements with the same jobs then wait for, not on, each other.
        .sorted { $0.job.id < $1.job.id }
        guard !records.isEmpty || !endedLeases.isEmpty else { return }
        try await withConnection { connection in
            try connection.execute(
                statement(.jobSettle), worker,
                records.map(\.job.id), records.map { Int32(clamping: $0.job.attempt) },
                records.map(\.record.state), records.map { Int32(clamping: $0.record.failures) },
                records.map { Int16(clamping: $0.record.deaths) },
                records.map { $0.record.elapsed.map { $0 / .seconds(1) } },
                records.map { $0.record.wait.map { $0 / .seconds(1) } },
                records.map { $0.record.failure?.code },
                records.map { $0.record.failure?.message }, endedLeases)
        }
    }
}
