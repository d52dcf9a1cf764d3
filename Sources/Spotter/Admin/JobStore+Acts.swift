import Postgres

extension JobStore {
    /// Does one thing to one job.
    ///
    /// - Parameter reason: Why; 1 to 4096 bytes, kept with the job.
    /// - Throws: `PostgresError`. With `mayHaveCommitted` it may have been done: repeating is safe.
    public func act(
        _ act: JobAct, on id: Int64, reason: String, by admin: Admin
    ) async throws -> ActResult {
        try await self.act(act, on: [id], reason: reason, by: admin).first?.result ?? .unknown
    }

    /// Does one thing to many jobs, a hundred in a transaction.
    ///
    /// Each job by itself: one that cannot be changed stops none of the others. A lost connection is
    /// tried again for `patience`; what had been committed before it broke is found and counted.
    ///
    /// - Parameters:
    ///   - patience: How long to try again while the database is away. Default 60 s: a failover.
    ///   - progress: Told how many are dealt with, after each transaction.
    /// - Returns: One element for each different id, by id.
    /// - Throws: `PostgresError`. What came before has been done; repeating does the rest.
    public func act(
        _ act: JobAct, on ids: [Int64], reason: String, by admin: Admin,
        patience: Duration = .seconds(60), progress: (Int) -> Void = { _ in }
    ) async throws -> [(id: Int64, result: ActResult)] {
        var results: [(id: Int64, result: ActResult)] = []
        for batch in ActBatch.split(ids, store: self, act, reason: reason, by: admin) {
            results += try await batch.run(patience: patience)
            progress(results.count)
        }
        return results
    }

    /// Makes a failed or cancelled job available again, with all its attempts.
    ///
    /// - Throws: As ``act(_:on:reason:by:)``.
    public func requeue(
        _ id: Int64, reason: String, by admin: Admin
    ) async throws -> ActResult {
        try await act(.requeue, on: id, reason: reason, by: admin)
    }

    /// Ends a job for good, waiting or running.
    ///
    /// - Throws: As ``act(_:on:reason:by:)``.
    public func cancel(_ id: Int64, reason: String, by admin: Admin) async throws -> ActResult {
        try await act(.cancel, on: id, reason: reason, by: admin)
    }

    /// Makes an unfinished job available now, without spending an attempt.
    ///
    /// - Throws: As ``act(_:on:reason:by:)``.
    public func release(
        _ id: Int64, reason: String, by admin: Admin
    ) async throws -> ActResult {
        try await act(.release, on: id, reason: reason, by: admin)
    }
}
