/// How log lines look.
enum LogFormat: String, Sendable, CaseIterable {
    /// One line for people.
    case text
    /// One JSON object a line, for programs.
    case json
}
