public import Logging
public import Postgres

/// Brings a database's schema to the version of this program, or back.
///
/// Each step is one transaction, begun by taking a lock that all migrators take: twenty at once
/// apply each step once, and one that dies in the middle leaves nothing behind. The lock is the
/// transaction's, not the session's, so a connection pooler cannot strand it.
public struct Migrator: Sendable {
    private let settings: ConnectionSettings
    private let schema: Schema
    private let sets: [MigrationSet]
    private let logger: Logger

    /// How long a step may wait for others' locks on a table it changes.
    ///
    /// Everybody who comes after it waits in line behind it meanwhile, so it gives way soon and
    /// tries again.
    static let lockTimeout = Duration.seconds(3)
    /// How often it tries.
    static let triesMax = 20

    /// Makes a migrator.
    ///
    /// - Parameter sets: In the order in which they are applied; a later one may build on an earlier.
    public init(
        settings: ConnectionSettings, schema: Schema = .standard, sets: [MigrationSet],
        logger: Logger
    ) {
        var settings = settings
        // A step may take its time; the lock timeout is what protects the others.
        settings.statementTimeout = .seconds(3600)
        settings.idleInTransactionTimeout = .seconds(300)
        self.settings = settings
        self.schema = schema
        self.sets = sets
        self.logger = logger
    }

    /// Every step that the database or this program knows, in order.
    public func status() async throws -> [MigrationStatus] {
        try await onConnection { connection in try connection.transaction { try read($0) } }
    }

    /// Applies what is missing, up to and including `number` of the queue's own set; nil: all of
    /// every set.
    ///
    /// - Returns: The steps applied by this call; none when others had applied them.
    /// - Throws: ``SpotterError`` `schemaTooNew` when a newer program was here: nothing is changed.
    ///   `migrationFailed` with the step's name; the steps before it stay.
    public func up(to number: Int? = nil) async throws -> [Migration] {
        try await onConnection { connection in
            var applied: [Migration] = []
            for set in sets {
                for migration in set.migrations where number.map({ migration.number <= $0 }) ?? true
                {
                    guard set.name == MigrationSet.spotter.name || number == nil else { continue }
                    if try step(migration, of: set, connection, apply: true) {
                        applied.append(migration)
                    }
                }
            }
            return applied
        }
    }

    /// Reverses the steps of the queue's own set above `number`.
    ///
    /// 0 reverses all of every set: every table goes, with all that it holds.
    ///
    /// - Returns: The steps reversed by this call.
    public func down(to number: Int) async throws -> [Migration] {
        try await onConnection { connection in
            var reversed: [Migration] = []
            for set in sets.reversed() where number == 0 || set.name == MigrationSet.spotter.name {
                for migration in set.migrations.reversed() where migration.number > number {
                    if try step(migration, of: set, connection, apply: false) {
                        reversed.append(migration)
                    }
                }
            }
            return reversed
        }
    }

    /// Whether there is anything that reversing all steps would lose.
    public func holdsData() async throws -> Bool {
        try await onConnection { connection in
            for question in sets.compactMap(\.dataQuestion) {
                do throws(PostgresError) {
                    if try connection.query(schema.rewrite(question)).only(as: Bool.self) {
                        return true
                    }
                } catch {
                    guard error.sqlState == .undefinedTable else { throw error }
                }
            }
            return false
        }
    }

    /// Whether this program can work on the schema as it is.
    ///
    /// A newer schema is fine unless one of its steps says otherwise.
    ///
    /// - Throws: ``SpotterError`` `schemaTooOld` or `schemaTooNew`.
    public func check() async throws {
        let all = try await status()
        if let missing = all.first(where: { $0.state == .pending }) {
            throw SpotterError(
                .schemaTooOld,
                "the schema lacks \(missing.set) \(missing.name); run: spotter migrate")
        }
        if let newer = all.first(where: { $0.state == .unknown && $0.isBreaking }) {
            throw SpotterError(
                .schemaTooNew,
                "a newer release has applied \(newer.set) \(newer.name), which this one cannot use")
        }
        for changed in all where changed.state == .changed {
            logger.warning(
                "a migration was applied with another text than this program's",
                metadata: ["migration": "\(changed.set) \(changed.number)"])
        }
    }

    private func onConnection<T: Sendable>(
        _ body: @Sendable (isolated Connection) throws -> T
    ) async throws -> T {
        let deadline = Deadline.after(settings.connectTimeout)
        return try await Connection.with(settings, deadline: deadline) { connection in
            try await connection.run(deadline: .seconds(4 * 3600), body)
        }
    }

    /// Applies or reverses one step unless that is done; tries again while others hold locks.
    private func step(
        _ migration: Migration, of set: MigrationSet, _ connection: isolated Connection, apply: Bool
    ) throws -> Bool {
        for failedTries in 1... {
            do {
                return try connection.transaction { connection in
                    try lock(connection)
                    let all = try read(connection)
                    if let newer = all.first(where: { $0.set == set.name && $0.state == .unknown })
                    {
                        throw SpotterError(
                            .schemaTooNew,
                            "a newer release has applied \(set.name) \(newer.number) \(newer.name);"
                                + " use that release to migrate. Nothing was changed")
                    }
                    let isApplied = all.contains {
                        $0.set == set.name && $0.number == migration.number && $0.state != .pending
                    }
                    guard isApplied != apply else { return false }
                    try run(migration, of: set, connection, apply: apply)
                    return true
                }
            } catch let error as PostgresError
                where error.sqlState == .lockNotAvailable && failedTries < Self.triesMax
            {
                logger.notice(
                    "a migration waits for locks; trying again",
                    metadata: ["migration": "\(migration.title)", "try": "\(failedTries)"])
            } catch let error as PostgresError
                where error.sqlState != nil && error.sqlState != .insufficientPrivilege
            {
                throw SpotterError(
                    .migrationFailed,
                    "\(set.name) \(migration.title) was not \(apply ? "applied" : "reversed"),"
                        + " nothing of it is left: \(error.message ?? error.description)")
            }
        }
        return false
    }

    private func run(
        _ migration: Migration, of set: MigrationSet, _ connection: isolated Connection, apply: Bool
    ) throws(PostgresError) {
        if apply {
            // First, so that two runners cannot both go on, whatever became of the lock.
            try connection.execute(
                schema.rewrite(.migrationAdd), set.name, Int32(migration.number), migration.name,
                migration.up, migration.isBreaking)
        } else {
            try connection.execute(
                schema.rewrite(.migrationRemove), set.name, Int32(migration.number))
        }
        try connection.executeScript(schema.rewrite(apply ? migration.up : migration.down))
        logger.info(
            apply ? "migration applied" : "migration reversed",
            metadata: ["set": "\(set.name)", "migration": "\(migration.title)"])
    }

    /// Makes sure that we are alone, and that there is a place to record steps in.
    private func lock(_ connection: isolated Connection) throws(PostgresError) {
        try connection.executeScript("SET LOCAL lock_timeout = '600s'")
        try connection.execute(.migrationLock, schema.name)
        let milliseconds = Int(Self.lockTimeout / .milliseconds(1))
        try connection.executeScript("SET LOCAL lock_timeout = '\(milliseconds)ms'")
        if try connection.query(.migrationTableExists, schema.name).only(as: Bool.self) { return }
        // IF NOT EXISTS would ask for the right to create even where there is nothing to create.
        if try !connection.query(.migrationSchemaExists, schema.name).only(as: Bool.self) {
            try connection.executeScript("CREATE SCHEMA \(schema.name)")
        }
        try connection.executeScript(schema.rewrite(Statement.migrationTableCreate.sql))
    }

    private func read(_ connection: isolated Connection) throws(PostgresError) -> [MigrationStatus]
    {
        var recorded: [MigrationRecord] = []
        if try connection.query(.migrationTableExists, schema.name).only(as: Bool.self) {
            recorded = try connection.query(schema.rewrite(.migrationList))
                .map { row throws(PostgresError) in try MigrationRecord(row) }
        }
        var digests: [String] = []
        for migration in sets.flatMap(\.migrations) {
            digests.append(
                try connection.query(.migrationDigest, migration.up).only(as: String.self))
        }
        return MigrationRecord.compare(recorded, with: sets, digests: digests)
    }
}
