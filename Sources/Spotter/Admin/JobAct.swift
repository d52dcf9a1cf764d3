import Postgres

/// What an admin can do to a job.
public enum JobAct: String, Sendable, Hashable, CaseIterable {
    /// Makes a failed or cancelled job available again, with all its attempts.
    case requeue
    /// Ends a job for good, waiting or running.
    case cancel
    /// Makes an unfinished job available now; a running one is taken from its worker.
    ///
    /// Spends no attempt.
    case release

    /// The word for it when it is done.
    public var pastTense: String {
        switch self {
        case .requeue: "requeued"
        case .cancel: "cancelled"
        case .release: "released"
        }
    }

    /// The states in which a job has to be.
    public var states: Set<JobState> {
        switch self {
        case .requeue: [.failed, .cancelled]
        case .cancel: [.scheduled, .available, .running, .retrying]
        case .release: [.scheduled, .running, .retrying]
        }
    }

    var statement: Statement {
        switch self {
        case .requeue: .jobRequeue
        case .cancel: .jobCancel
        case .release: .jobRelease
        }
    }
}
