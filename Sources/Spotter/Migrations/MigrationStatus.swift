public import Postgres

/// Where one step stands.
public struct MigrationStatus: Sendable {
    /// How the database and this program agree on it.
    public enum State: String, Sendable {
        /// In the database as this program has it.
        case applied
        /// Not in the database yet.
        case pending
        /// In the database with another text than this program's.
        case changed
        /// In the database, put there by a newer program.
        case unknown
    }

    /// The set it belongs to.
    public let set: String
    /// Its number.
    public let number: Int
    /// Its name.
    public let name: String
    /// How the database and this program agree on it.
    public let state: State
    /// When it was applied.
    public let appliedAt: Timestamp?
    /// Whether it shuts out programs that do not know it.
    public let isBreaking: Bool
}
