/// What became of an act on one job.
public enum ActResult: Sendable, Hashable {
    /// It was done, and recorded.
    case done
    /// The job is in a state that does not allow it; nothing was changed.
    case skipped(JobState)
    /// There is no such job.
    case unknown
    /// Somebody held the job's rows for too long, or it changed too fast; nothing was changed.
    ///
    /// Worth another try.
    case busy

    /// The word for it in a table or in JSON.
    public func word(for act: JobAct) -> String {
        switch self {
        case .done: act.pastTense
        case .skipped(let state): state.rawValue
        case .unknown: "unknown"
        case .busy: "busy"
        }
    }

    /// Reads the word that the SQL function returned.
    init?(word: String, of act: JobAct) {
        if word == act.pastTense {
            self = .done
        } else if word == "unknown" {
            self = .unknown
        } else if let state = JobState(rawValue: word) {
            self = .skipped(state)
        } else {
            return nil
        }
    }
}
