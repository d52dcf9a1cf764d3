import Postgres

extension Outcome {
    /// What an error that came out of a handler means for its job.
    ///
    /// Three sorts: trouble of the database or the network is nobody's fault and spends no attempt;
    /// what PostgreSQL says of the data itself (class 22, 23) will be said again at every retry;
    /// all else may pass.
    init(of error: any Error, for job: ClaimedJob, retry: RetryPolicy) {
        switch error {
        case let snooze as Snooze:
            self = .snoozed(min(max(snooze.wait, .zero), RetryPolicy.waitMax))
        case let failure as JobFailure:
            let stored = Failure(code: "JobFailure", message: failure.description)
            switch failure.remedy {
            case .none: self = .failed(stored, retryAfter: nil)
            case .retry(let wait):
                self = .failed(stored, retryAfter: min(max(wait, .zero), RetryPolicy.waitMax))
            }
        case let error as PostgresError where error.sqlState == .attemptSettled:
            self = .superseded
        case let error as PostgresError where error.isInfrastructure:
            self = .released(Failure(error), after: Self.pause(for: job))
        case let error as PostgresError where error.isAboutData:
            self = .failed(Failure(error), retryAfter: nil)
        case let error as PostgresError:
            self = .failed(Failure(error), retryAfter: retry.wait(afterFailures: job.failures + 1))
        default:
            let stored = Failure(code: "\(type(of: error))", message: "\(error)")
            self = .failed(stored, retryAfter: retry.wait(afterFailures: job.failures + 1))
        }
    }

    /// The wait after trouble that was not the job's, growing with the attempts that it has cost:
    /// 1 s to 30 s, with jitter.
    private static func pause(for job: ClaimedJob) -> Duration {
        let spent = max(job.attempt - 1 - job.failures - job.deaths, 0)
        return Backoff(initial: .seconds(1), maximum: .seconds(30)).delay(attempt: spent + 1)
    }
}

extension Outcome.Failure {
    init(_ error: PostgresError) {
        self.init(
            code: error.sqlState?.rawValue ?? error.code.description,
            message: error.message ?? error.description)
    }
}
