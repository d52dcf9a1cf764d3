/// Thrown by a handler to say more about a failure than that it is one.
public struct JobFailure: Error, Sendable, CustomStringConvertible {
    /// Whether, and when, to try again.
    enum Remedy: Sendable {
        case none
        case retry(after: Duration)
    }

    let remedy: Remedy
    /// What went wrong, for admins; stored with the attempt.
    public let description: String

    /// No retry can mend this: the job is `failed` at once, whatever attempts it has left.
    public static func permanent(_ reason: String) -> JobFailure {
        JobFailure(remedy: .none, description: reason)
    }

    /// Try again after this time, say because the other side has asked for it.
    ///
    /// Counts as a failure, and the last attempt's failure is final as always.
    public static func retry(_ reason: String, after wait: Duration) -> JobFailure {
        JobFailure(remedy: .retry(after: wait), description: reason)
    }
}
