public import Postgres

/// Looks at everything that has to be right for the queue to keep its promises.
///
/// Only looks: changes nothing, and each look is limited in time.
public struct Doctor: Sendable {
    let store: JobStore
    let connection: ConnectionSettings
    let migrator: Migrator
    /// Connections that each process of this program opens.
    let poolSize: Int

    /// Makes a doctor.
    ///
    /// - Parameters:
    ///   - connection: As the program's processes use it.
    ///   - migrator: With all the sets of migrations that this program brings.
    ///   - poolSize: Connections that each process opens.
    public init(
        store: JobStore, connection: ConnectionSettings, migrator: Migrator, poolSize: Int
    ) {
        self.store = store
        self.connection = connection
        self.migrator = migrator
        self.poolSize = poolSize
    }

    /// Makes all checks, one after another.
    ///
    /// - Returns: In the order in which one would put things right. What could not be looked at, for
    ///   want of rights for instance, is a check that failed.
    /// - Throws: `PostgresError` only if the database is out of reach altogether.
    public func run() async throws -> [DoctorCheck] {
        var checks = try await checkConnection()
        checks += await topic("server") { try await checkServer() }
        let schema = await topic("schema") { try await checkMigrations() }
        checks += schema
        // Without its tables there is nothing more to look at.
        guard !schema.contains(where: { $0.status == .failed }) else { return checks }
        checks += await topic("tables") { try await checkTables() }
        checks += await topic("sessions") { try await checkSessions() }
        checks += await topic("workers") { try await checkWork() }
        checks += await topic("queues") { try await checkQueues() }
        return checks
    }

    private func topic(
        _ name: String, _ look: () async throws -> [DoctorCheck]
    ) async -> [DoctorCheck] {
        do {
            return try await look()
        } catch {
            return [
                DoctorCheck(
                    name, .failed, "could not be looked at: \(Self.words(of: error))",
                    advice: "give this role the rights to look, or look as the tables' owner")
            ]
        }
    }

    private static func words(of error: any Error) -> String {
        guard let error = error as? PostgresError else { return "\(error)" }
        return error.message ?? "\(error)"
    }

    private func checkConnection() async throws -> [DoctorCheck] {
        let began = ContinuousClock.now
        let probe = try await Connection.connect(
            connection, deadline: .after(connection.connectTimeout))
        let elapsed = began.duration(to: .now)
        await probe.close()
        let milliseconds = Int(elapsed / .milliseconds(1))
        let finding = "\(connection.redactedDescription) answered in \(milliseconds) ms"
        guard elapsed > .seconds(1) else { return [.ok("connection", finding)] }
        return [
            DoctorCheck(
                "connection", .warning, finding,
                advice: "look at the network and at name resolution between here and the database")
        ]
    }
}
