/// One job's outcome on its way to the database.
struct Settlement: Sendable {
    let job: ClaimedJob
    /// Nil: it was written in the handler's own transaction, and the job only leaves its lease.
    let record: Record?

    /// A row of `spotter.outcome` and, with a wait, of `spotter.ready`.
    struct Record: Sendable {
        let state: String
        let failures: Int
        /// Zero once the job has ended an attempt by itself: it is not what killed the worker.
        let deaths: Int
        let elapsed: Duration?
        let wait: Duration?
        let failure: Outcome.Failure?
    }

    /// - Parameter elapsed: How long the handler ran; nil: it never started.
    init(_ job: ClaimedJob, _ outcome: Outcome, elapsed: Duration?) {
        self.job = job
        func record(
            _ state: String, failures: Int? = nil, deaths: Int = 0, wait: Duration? = nil,
            _ failure: Outcome.Failure? = nil
        ) -> Record {
            Record(
                state: state, failures: failures ?? job.failures, deaths: deaths, elapsed: elapsed,
                wait: wait, failure: failure)
        }
        switch outcome {
        case .completed:
            self.record = record("completed")
        case .committed:
            self.record = nil
        case .superseded:
            // Somebody else has written this attempt's outcome: then this one is not written. If
            // nobody has, whatever made us think so, the job must not be lost by it.
            self.record = record("released", deaths: job.deaths, wait: .seconds(1))
        case .failed(let failure, let wait):
            // The one place where the budget is counted, whatever asked for the retry.
            let failures = job.failures + 1
            if let wait, failures < job.maxAttempts {
                self.record = record("retry", failures: failures, wait: wait, failure)
            } else {
                self.record = record("failed", failures: failures, failure)
            }
        case .snoozed(let wait):
            self.record = record("snoozed", wait: wait)
        case .released(let failure, let wait):
            self.record = record("released", deaths: job.deaths, wait: wait, failure)
        }
    }
}
