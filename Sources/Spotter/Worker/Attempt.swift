import Logging
import Postgres

/// Runs one claimed job's handler and says what became of it.
struct Attempt: Sendable {
    let job: ClaimedJob
    let handler: Handler
    /// For handlers that work in the database.
    let store: JobStore
    let workerID: Int64
    let logger: Logger

    /// Deadline of a transaction whose kind has no timeout: a day, since a wait without any bound
    /// is not to be had.
    private static let transactionMax = Duration.seconds(86_400)

    /// Never throws: whatever happens is an outcome.
    ///
    /// - Parameter lateReturn: Called when a handler returns that was stuck at its settlement.
    func run(
        in execution: Execution, lateReturn: @escaping @Sendable () -> Void
    ) async -> (settlement: Settlement, isStuck: Bool) {
        let start = ContinuousClock.now
        let timeout = handler.defaults.timeout
        let end = await execution.run(
            timeout: timeout, { try await perform(since: start) }, lateReturn: lateReturn)
        let elapsed = start.duration(to: .now)
        let outcome = outcome(of: end, elapsed: elapsed)
        log(outcome, elapsed: elapsed)
        return (Settlement(job, outcome, elapsed: elapsed), end.isStuck)
    }

    private func perform(since start: ContinuousClock.Instant) async throws {
        switch handler.body {
        case .anywhere(let body):
            try await body(job.args, context)
        case .inTransaction(let body):
            let deadline = handler.defaults.timeout ?? Self.transactionMax
            try await store.withConnection(deadline: deadline) { connection in
                try connection.transaction { connection in
                    try body(job.args, context, connection)
                    // Last, so that a rescuer who meets this row waits for a commit only.
                    let elapsed = start.duration(to: .now) / .seconds(1)
                    try connection.execute(
                        store.statement(.jobComplete), workerID, job.id,
                        Int32(clamping: job.attempt),
                        elapsed)
                }
            }
        }
    }

    private func outcome(of end: Execution.End, elapsed: Duration) -> Outcome {
        let isTransaction = if case .inTransaction = handler.body { true } else { false }
        switch (end.result, end.stopReason) {
        case (.success, _):
            return isTransaction ? .committed : .completed
        case (_, .cancelled):
            // Whoever cancelled the job has written its outcome.
            return .superseded
        case (_, .shutdown):
            return .released(nil, after: .zero)
        case (_, .timeout):
            return timedOut
        case (.failure(let error), nil):
            if let limit = handler.defaults.timeout, isTransaction, elapsed >= limit,
                (error as? PostgresError)?.code == .deadlineExceeded
            {
                return timedOut
            }
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
