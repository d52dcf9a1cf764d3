/// The five characters by which PostgreSQL names what went wrong.
///
/// - SeeAlso: PostgreSQL manual, "PostgreSQL Error Codes".
public struct SQLState: RawRepresentable, Hashable, Sendable, CustomStringConvertible {
    /// Five characters, such as `23505`.
    public let rawValue: String

    /// The state with these five characters.
    public init(rawValue: String) {
        self.rawValue = rawValue
    }

    /// The first two characters, which name a family of states.
    public var `class`: String {
        String(rawValue.prefix(2))
    }

    /// The five characters.
    public var description: String {
        rawValue
    }
}
