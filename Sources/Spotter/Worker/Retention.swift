import Logging
import Postgres

/// Deletes what has been over for long enough.
///
/// Every worker does, at its own pace: deleting twice is harmless, and rows that another one has
/// locked are skipped.
struct Retention: Sendable {
    /// Rows looked at in one transaction: short locks, small transactions.
    private static let batchMax: Int32 = 1000
    /// Between two passes.
    ///
    /// What is kept for days needs no precision.
    private static let interval = Duration.seconds(60)
    /// Between two batches, so that a long pass leaves the database to the jobs.
    private static let pause = Duration.milliseconds(50)
    /// Workers are kept a day longer than any outcome that names them.
    private static let workerExtra = Duration.seconds(86_400)

    let store: JobStore
    let worker: WorkerSettings
    let logger: Logger

    /// Makes one pass a minute, until the task is cancelled.
    func run() async {
        while (try? await Task.sleep(for: Self.interval * Double.random(in: 0.8...1.2))) != nil {
            do {
                try await pass()
            } catch {
                if Task.isCancelled { return }
                logger.warning(
                    "finished jobs could not be deleted; trying again with the next pass",
                    metadata: ["error": "\(String(reflecting: error))"])
            }
        }
    }

    /// Goes through the jobs once, from the oldest to those that are too young to be over.
    func pass() async throws {
        var deleted = 0
        var next: Int64? = 0
        while let after = next {
            let (count, following) = try await deleteJobs(after: after)
            deleted += count
            next = following
            try await Task.sleep(for: Self.pause)
        }
        let keys = try await delete(.keyRetain, olderThan: worker.retentionKeys)
        let longest = max(worker.retentionCompleted, worker.retentionFailed)
        let workers = try await delete(.workerRetain, olderThan: longest + Self.workerExtra)
        if deleted + keys + workers > 0 {
            logger.info(
                "retention deleted what had been over for long enough",
                metadata: ["jobs": "\(deleted)", "keys": "\(keys)", "workers": "\(workers)"])
        }
    }

    private func deleteJobs(after id: Int64) async throws -> (Int, next: Int64?) {
        try await store.withConnection { connection in
            let rows = try connection.query(
                store.statement(.jobRetain), id, Self.batchMax,
                worker.retentionCompleted / .seconds(1), worker.retentionFailed / .seconds(1))
            return try rows.decode(Int.self, Int64?.self).first ?? (0, nil)
        }
    }

    private func delete(_ statement: Statement, olderThan age: Duration) async throws -> Int {
        try await store.withConnection { connection in
            try connection.query(store.statement(statement), age / .seconds(1), Self.batchMax)
                .only(as: Int.self)
        }
    }
}
