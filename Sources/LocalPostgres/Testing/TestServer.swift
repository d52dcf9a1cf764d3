import Postgres

#if canImport(FoundationEssentials)
    import FoundationEssentials
#else
    import Foundation
#endif

/// The server on which this process makes its test databases.
actor TestServer {
    static let shared = TestServer()

    /// Where the databases are made: a server of our own, or the one that the environment names.
    private struct Place: Sendable {
        let url: DatabaseURL
        /// Held as long as the process lives; nobody else takes the folder for a left-over.
        let folder: TestFolder?
        let server: LocalServer?
    }

    private var place: Task<Place, any Error>?
    private var templates: [String: Task<String, any Error>] = [:]
    private var databaseCount = 0

    /// The URI of a database on the server.
    func url(database: String) async throws -> String {
        try await started().url.replacing(database: database).text
    }

    /// Makes a database and returns its name.
    func createDatabase(from template: TestTemplate?) async throws -> String {
        let source: String?
        if let template {
            source = try await prepared(template)
        } else {
            source = nil
        }
        let name = nextName()
        try await create(name, from: source)
        return name
    }

    /// Drops a database.
    ///
    /// A failure is no reason to fail a test: the next run clears it away.
    func dropDatabase(_ name: String) async {
        // Unstructured, so that a cancelled test leaves no database behind either.
        await Task {
            guard let admin = try? await started().url else { return }
            _ = try? await SQL.run("DROP DATABASE IF EXISTS \"\(name)\" WITH (FORCE)", at: admin)
        }.value
    }

    private func started() async throws -> Place {
        if let place { return try await place.value }
        let starting = Task { try await Self.start() }
        place = starting
        return try await starting.value
    }

    private static func start() async throws -> Place {
        if let text = ProcessInfo.processInfo.environment["TEST_DATABASE_URL"], !text.isEmpty {
            guard let url = DatabaseURL(text) else {
                throw LocalPostgresError(
                    .programFailed, "TEST_DATABASE_URL is not of the form postgresql://…/database.")
            }
            try await SQL.dropOldTestDatabases(at: url)
            return Place(url: url, folder: nil, server: nil)
        }
        await TestFolder.removeLeftOvers()
        let folder = try TestFolder.make()
        var options = LocalCluster.Options.quick
        options.isRemovedWithOwner = true
        let cluster = try await LocalCluster.prepare(folder.path, options: options)
        let server = try await cluster.start()
        guard let url = DatabaseURL(server.url(database: "postgres")) else {
            preconditionFailure("our own URLs are well formed")
        }
        return Place(url: url, folder: folder, server: server)
    }

    private func prepared(_ template: TestTemplate) async throws -> String {
        if let known = templates[template.name] { return try await known.value }
        let name = nextName()
        let preparing = Task {
            try await create(name, from: nil)
            try await template.prepare(try await url(database: name))
            return name
        }
        templates[template.name] = preparing
        return try await preparing.value
    }

    private func create(_ name: String, from source: String?) async throws {
        let template = source.map { " TEMPLATE \"\($0)\"" } ?? ""
        let admin = try await started().url
        let end = ContinuousClock.now + .seconds(5)
        while let error = await Self.failure(of: "CREATE DATABASE \"\(name)\"\(template)", admin) {
            // The server needs a moment to notice that the template's last client has gone.
            guard error.sqlState == .objectInUse, ContinuousClock.now < end else { throw error }
            try await Task.sleep(for: .milliseconds(20))
        }
    }

    /// As a value: the compiler of Swift 6.3.1 crashes on a typed error that is caught, looked at
    /// and thrown again in a loop ("Found ownership error").
    private static func failure(
        of statement: String, _ admin: DatabaseURL
    ) async -> PostgresError? {
        do {
            _ = try await SQL.run(statement, at: admin)
            return nil
        } catch {
            return error
        }
    }

    /// Time and process in the name: on a shared server two runs never meet, and left-overs show
    /// their age.
    private func nextName() -> String {
        databaseCount += 1
        let seconds = Int(Date().timeIntervalSince1970)
        let process = ProcessInfo.processInfo.processIdentifier
        return "\(SQL.testDatabasePrefix)\(seconds)_\(process)_\(databaseCount)"
    }
}
