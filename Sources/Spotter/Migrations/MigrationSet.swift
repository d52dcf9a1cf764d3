public import Postgres

/// The steps of one schema, in order.
public struct MigrationSet: Sendable {
    /// The queue's own.
    public static let spotter = MigrationSet(
        name: "spotter", migrations: Embedded.migrations, dataQuestion: .jobAny)

    /// Under which its steps are recorded.
    public let name: String
    /// In order of their numbers.
    public let migrations: [Migration]
    /// Says in one boolean whether the schema holds anything that somebody would miss.
    let dataQuestion: Statement?

    /// Makes a set.
    ///
    /// - Parameters:
    ///   - name: Permanent; a second set in the same database has another.
    ///   - migrations: Numbered 1, 2, 3, …; anything else is a mistake of the program.
    ///   - dataQuestion: A statement that gives one boolean: whether the schema holds anything that
    ///     somebody would miss. nil: it never does.
    public init(name: String, migrations: [Migration], dataQuestion: Statement? = nil) {
        let sorted = migrations.sorted { $0.number < $1.number }
        precondition(
            sorted.map(\.number) == Array(1..<(sorted.count + 1)),
            "the migrations of \(name) are not numbered without gaps")
        self.name = name
        self.migrations = sorted
        self.dataQuestion = dataQuestion
    }
}
