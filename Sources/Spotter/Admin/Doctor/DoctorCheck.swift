/// One thing that was looked at, how it is, and what to do about it.
public struct DoctorCheck: Sendable, Hashable {
    /// How it is.
    public enum Status: String, Sendable, Hashable {
        /// As it should be.
        case ok
        /// It works, but somebody should look at it.
        case warning
        /// A promise does not hold, or something does not work.
        case failed
    }

    /// What was looked at, in a word that stays the same: `tls`, `schema`.
    public let name: String
    /// How it is.
    public let status: Status
    /// What was found, in a sentence for people.
    public let finding: String
    /// What to do; nil where there is nothing to do.
    public let advice: String?

    /// Records a finding.
    public init(_ name: String, _ status: Status, _ finding: String, advice: String? = nil) {
        self.name = name
        self.status = status
        self.finding = finding
        self.advice = advice
    }

    static func ok(_ name: String, _ finding: String) -> DoctorCheck {
        DoctorCheck(name, .ok, finding)
    }
}
