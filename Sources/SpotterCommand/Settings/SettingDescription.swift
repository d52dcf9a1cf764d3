/// What there is to know about one environment variable, for people.
struct SettingDescription: Sendable, Hashable {
    /// Which part of the program it belongs to; the reference is ordered by it.
    enum Area: String, Sendable, CaseIterable {
        case database = "Database"
        case api = "API"
        case users = "Users of the API"
        case worker = "Worker"
        case commands = "Commands"
        case logs = "Logs"
    }

    let area: Area
    let name: String
    /// Type, unit and range, as the end of "it has to be …".
    let allowed: String
    /// The default as one would write it; nil: there is none.
    let fallback: String?
    /// What it does, and why its default is what it is.
    let meaning: String
    let isSecret: Bool

    init(
        _ area: Area, _ name: String, allowed: String, default fallback: String?,
        isSecret: Bool = false, _ meaning: String
    ) {
        self.area = area
        self.name = name
        self.allowed = allowed
        self.fallback = fallback
        self.isSecret = isSecret
        self.meaning = meaning
    }
}
