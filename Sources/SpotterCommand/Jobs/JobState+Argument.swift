import Spotter

extension JobState {
    /// The states named in `text`, between commas.
    ///
    /// - Returns: nil if one of the words is no state.
    static func parse(_ text: String) -> [JobState]? {
        let words = text.split(separator: ",", omittingEmptySubsequences: false)
        let states = words.compactMap { JobState(rawValue: String($0)) }
        return states.count == words.count ? states : nil
    }

    /// All of them, for messages.
    static let words = allCases.map(\.rawValue).joined(separator: ", ")

    var color: Terminal.Color? {
        switch self {
        case .completed: .green
        case .failed: .red
        case .retrying: .yellow
        case .running: .cyan
        case .cancelled: .gray
        case .scheduled, .available: nil
        }
    }
}
