import Postgres

extension JobStore {
    /// Does one thing to every job that matches when its turn comes, from the newest down.
    ///
    /// Goes by pages, each looked up anew, a hundred jobs in a transaction. A job is met once, so one
    /// that is requeued and fails again at once is not requeued again. Two that do the same at the
    /// same time do it to each job once; the other counts it as skipped or does not see it.
    ///
    /// - Parameters:
    ///   - before: Only jobs with a lower id; what was enqueued after one looked is left alone.
    ///   - progress: Told what has been done so far, after each transaction. What it was told last
    ///     is true even if this throws.
    /// - Throws: `PostgresError`. What came before has been done; repeating does the rest.
    public func act(
        _ act: JobAct, where filter: JobFilter, before: Int64? = nil, reason: String,
        by admin: Admin, patience: Duration = .seconds(60), progress: (ActSummary) -> Void
    ) async throws -> ActSummary {
        var summary = ActSummary()
        var position = before ?? .max
        while true {
            let ids = try await Self.persisting(for: patience) {
                try await self.ids(filter, before: position, limit: Self.actPageMax)
            }
            guard let last = ids.last else { return summary }
            position = last
            for batch in ActBatch.split(ids, store: self, act, reason: reason, by: admin) {
                for (id, result) in try await batch.run(patience: patience) {
                    summary.add(result, for: id)
                }
                progress(summary)
            }
        }
    }

    /// Ids of one look-up: its cost is spread over ten transactions.
    private static let actPageMax = 1000

    private static func persisting<T: Sendable>(
        for patience: Duration, _ look: () async throws -> T
    ) async throws -> T {
        let end = Deadline.after(patience)
        var failedTries = 0
        while true {
            do {
                return try await look()
            } catch let error as PostgresError where error.isPassing && !end.isPast {
                failedTries += 1
                try await Task.sleep(for: ActBatch.pause.delay(attempt: failedTries))
            }
        }
    }
}
