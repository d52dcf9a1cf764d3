import Postgres

/// A step as the database has recorded it.
struct MigrationRecord: Sendable {
    let set: String
    let number: Int
    let name: String
    let digest: String
    let isBreaking: Bool
    let appliedAt: Timestamp

    init(_ row: Row) throws(PostgresError) {
        set = try row.decode(String.self, at: "set")
        number = try row.decode(Int.self, at: "number")
        name = try row.decode(String.self, at: "name")
        digest = try row.decode(String.self, at: "digest")
        isBreaking = try row.decode(Bool.self, at: "breaking")
        appliedAt = try row.decode(Timestamp.self, at: "applied_at")
    }

    /// Holds what the database has against what the program knows.
    ///
    /// - Parameter digests: One for each migration of all sets, in order.
    static func compare(
        _ recorded: [MigrationRecord], with sets: [MigrationSet], digests: [String]
    ) -> [MigrationStatus] {
        var digests = digests[...]
        return sets.flatMap { set in
            let known = set.migrations.map { migration in
                let digest = digests.popFirst()
                let record = recorded.first {
                    $0.set == set.name && $0.number == migration.number
                }
                return MigrationStatus(
                    set: set.name, number: migration.number, name: migration.name,
                    state: record.map { $0.digest == digest ? .applied : .changed } ?? .pending,
                    appliedAt: record?.appliedAt, isBreaking: migration.isBreaking)
            }
            let unknown = recorded.filter { $0.set == set.name && $0.number > known.count }
                .map { record in
                    MigrationStatus(
                        set: set.name, number: record.number, name: record.name, state: .unknown,
                        appliedAt: record.appliedAt, isBreaking: record.isBreaking)
                }
            return known + unknown
        }
    }
}
