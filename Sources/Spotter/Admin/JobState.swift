/// Where a job is.
///
/// The words are the same in SQL, JSON, on the command line and in metrics.
public enum JobState: String, Sendable, Hashable, CaseIterable {
    /// Its first run lies in the future.
    ///
    /// Ends by time, or by cancel or release.
    case scheduled
    /// Due, and waiting for a worker.
    ///
    /// Ends when one claims it, or by cancel.
    case available
    /// A worker has it.
    ///
    /// Ends with the attempt, or by cancel or release.
    case running
    /// Ran at least once, and its next run lies in the future.
    ///
    /// Ends as scheduled does.
    case retrying
    /// Done.
    ///
    /// For good.
    case completed
    /// Attempts used up, or an error that no retry can mend.
    ///
    /// Ends by requeue only.
    case failed
    /// Ended by an admin.
    ///
    /// Ends by requeue only.
    case cancelled

    /// Whether nothing happens to the job by itself any more.
    public var isTerminal: Bool {
        switch self {
        case .completed, .failed, .cancelled: true
        case .scheduled, .available, .running, .retrying: false
        }
    }
}
