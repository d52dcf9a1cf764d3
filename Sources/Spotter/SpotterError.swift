/// An error of the queue itself; errors of the database are `PostgresError`.
public struct SpotterError: Error, Sendable, CustomStringConvertible {
    /// What went wrong; an open set.
    public struct Code: Hashable, Sendable, CustomStringConvertible {
        /// A setting has a value that is not allowed.
        ///
        /// Nothing was started.
        public static let invalidSetting = Code("invalid_setting")
        /// Two handlers were registered for one kind, or one with an impossible name.
        public static let invalidHandler = Code("invalid_handler")
        /// The schema in the database is older than this program needs.
        public static let schemaTooOld = Code("schema_too_old")
        /// The schema in the database was written by a newer program.
        ///
        /// Nothing was changed.
        public static let schemaTooNew = Code("schema_too_new")
        /// A migration failed or cannot be applied.
        ///
        /// What it had begun was rolled back.
        public static let migrationFailed = Code("migration_failed")
        /// Handlers that do not stop have taken up every slot; the process must be replaced.
        public static let workerStuck = Code("worker_stuck")

        /// A search for jobs took too long and was given up.
        ///
        /// Nothing was changed.
        public static let searchTooWide = Code("search_too_wide")

        /// The code as it stands in logs.
        public let description: String

        private init(_ description: String) {
            self.description = description
        }
    }

    /// What went wrong.
    public let code: Code
    /// For people: what is the matter and what is allowed.
    ///
    /// Holds no secret.
    public let message: String

    /// Makes an error.
    public init(_ code: Code, _ message: String) {
        self.code = code
        self.message = message
    }

    /// The message with its code.
    public var description: String { "\(message) (\(code))" }
}
