import Spotter

/// Where a save is, in its user's words.
package enum SaveStatus: String, Sendable, CaseIterable {
    /// Accepted, and waiting for its turn.
    case queued
    /// A worker is at it.
    case saving
    /// Tried without success, or interrupted; it will be tried again.
    case retrying
    /// Applied: the workout is stored, or a newer save of it was before.
    case saved
    /// Given up, or cancelled by an admin, who can let it run again.
    case failed

    /// The status of a job in this state; of an unknown one, from a newer release, queued.
    init(jobState: String) {
        switch JobState(rawValue: jobState) {
        case .scheduled, .available, nil: self = .queued
        case .running: self = .saving
        case .retrying: self = .retrying
        case .completed: self = .saved
        case .failed, .cancelled: self = .failed
        }
    }

    /// Whether nothing happens to the save by itself any more.
    var isFinal: Bool { self == .saved || self == .failed }
}
