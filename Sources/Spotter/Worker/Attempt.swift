import Logging
import Postgres

/// Runs one claimed job's handler and says what became of it.
struct Attempt: Sendable {
    let job: ClaimedJob
    let handler: Handler
    /// For handlers that work in the database.
    let effects: JobStore
    let workerID: Int64
    let logger: Logger

    /// Deadline of a transaction whose kind has no timeout: a day, since a wait without any bound
    /// is not to be had.
    private static let transactionMax = Duration.seconds(86_400)
    /// How long to wait for a free connection.
    ///
    /// Not part of the timeout: it is not the job's fault.
    private static let connectionWaitMax = Duration.seconds(60)

    /// Never throws: whatever happens is an outcome.
    ///
    /// - Parameter lateReturn: Called when a handler returns that was stuck at its settlement.
    func run(
        in execution: Execution, lateReturn: @escaping @Sendable () -> Void
    ) async -> (settlement: Settlement, isStuck: Bool) {
        let start = ContinuousClock.now
        let end = await execution.run(
            timeout: timeout, { try await perform() }, lateReturn: lateReturn)
        let elapsed = start.duration(to: .now)
        let outcome = outcome(of: end)
        log(outcome, elapsed: elapsed)
        return (Settlement(job, outcome, elapsed: elapsed), end.isStuck)
    }

    /// When to cancel the handler's task.
    ///
    /// A transaction keeps its own time, from its beginning, and the connection's deadlines end it;
    /// the task's timer is for one that does not get so far.
    private var timeout: Duration? {
        guard case .inTransaction = handler.body else { return handler.defaults.timeout }
        return handler.defaults.timeout.map { $0 + Self.connectionWaitMax + .seconds(5) }
    }

    private func perform() async throws {
        switch handler.body {
        case .anywhere(let body):
            try await body(job.args, context)
        case .inTransaction(let body):
            let limit = handler.defaults.timeout ?? Self.transactionMax
            try await effects.withConnection(deadline: limit + Self.connectionWaitMax) {
                connection in
                let start = ContinuousClock.now
                do {
                    try connection.within(limit) { connection in
                        try connection.transaction { connection in
                            try body(job.args, context, connection)
                            try complete(after: start.duration(to: .now), on: connection)
                        }
                    }
                } catch let error as PostgresError where error.code == .deadlineExceeded {
                    throw TransactionTimeout()
                }
            }
        }
    }

    /// The last statement before the commit, so that a rescuer who meets this row waits for nothing
    /// but a commit.
    private func complete(
        after elapsed: Duration, on connection: isolated Connection
    ) throws(PostgresError) {
        try connection.execute(
            effects.statement(.jobComplete), workerID, job.id, Int32(clamping: job.attempt),
            elapsed / .seconds(1))
    }

    /// The transaction has used up the kind's timeout.
    ///
    /// Whether it has committed after all does not matter here: then the attempt has its outcome,
    /// and ours is not written.
    private struct TransactionTimeout: Error {}

    private func outcome(of end: Execution.End) -> Outcome {
        switch (end.result, end.stopReason) {
        case (.success, _):
            if case .inTransaction = handler.body { return .committed }
            return .completed
        case (_, .cancelled):
            // Whoever ended the attempt has written its outcome.
            return .superseded
        case (_, .shutdown):
            return .released(nil, after: .zero)
        case (_, .timeout), (.failure(is TransactionTimeout), nil):
            return timedOut
        case (.failure(let error), nil):
            return Outcome(of: error, for: job, retry: handler.defaults.retry)
        case (nil, nil):
            // Abandoned without having been stopped: cannot be; but a job must not be lost by it.
            return .released(nil, after: .zero)
        }
    }

    private var timedOut: Outcome {
        let limit = handler.defaults.timeout ?? .zero
        return .failed(
            Outcome.Failure(code: "timeout", message: "did not end within its timeout of \(limit)"),
            retryAfter: handler.defaults.retry.wait(afterFailures: job.failures + 1))
    }

    private var context: JobContext {
        var logger = logger
        logger[metadataKey: "job.id"] = "\(job.id)"
        logger[metadataKey: "job.kind"] = "\(job.kind)"
        logger[metadataKey: "job.attempt"] = "\(job.attempt)"
        return JobContext(
            id: job.id, kind: job.kind, queue: job.queue, priority: job.priority,
            attempt: job.attempt, failures: job.failures, maxAttempts: job.maxAttempts,
            tags: job.tags, createdAt: job.createdAt, logger: logger)
    }

    private func log(_ outcome: Outcome, elapsed: Duration) {
        var metadata: Logger.Metadata = ["job.elapsed": "\(elapsed)"]
        let message: Logger.Message
        let level: Logger.Level
        switch outcome {
        case .completed, .committed: (level, message) = (.debug, "job completed")
        case .snoozed: (level, message) = (.debug, "job snoozed")
        case .superseded: (level, message) = (.notice, "job was ended by somebody else")
        case .released(let failure, _):
            (level, message) = (.notice, "job released")
            metadata["error"] = failure.map { "\($0.message)" }
        case .failed(let failure, let wait):
            let isFinal = wait == nil || job.failures + 1 >= job.maxAttempts
            (level, message) = isFinal ? (.error, "job failed") : (.warning, "job will be retried")
            metadata["error.code"] = "\(failure.code)"
            metadata["error"] = "\(failure.message)"
        }
        context.logger.log(level: level, message, metadata: metadata)
    }
}
