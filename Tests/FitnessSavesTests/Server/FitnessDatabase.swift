import LocalPostgres
import Logging
import Postgres
import Spotter

@testable import FitnessSaves

/// A database with both schemas, for each test its own.
enum FitnessDatabase {
    private static let template = TestTemplate("fitness") { url in try await migrate(url) }

    static func migrate(_ url: String) async throws {
        let migrator = Migrator(
            settings: try ConnectionSettings(uri: url), sets: [.spotter, .fitness], logger: .silent)
        _ = try await migrator.up()
    }

    static func with<T: Sendable>(_ body: (String) async throws -> T) async throws -> T {
        try await TestDatabase.with(template, body)
    }
}

extension Logger {
    /// Says nothing; tests look at answers and rows.
    static let silent = Logger(label: "test") { _ in SwiftLogNoOpLogHandler() }
}
