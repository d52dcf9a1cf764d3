import LocalPostgres
import Logging
import Postgres
import Spotter
import Synchronization
import Testing

/// A queue on a server of its own, with worker processes to do harm to.
final class QueueUnderFire: Sendable {
    static let logger: Logger = {
        var logger = Logger(label: "process test")
        logger.logLevel = .critical
        return logger
    }()

    let url: String
    let pool: Pool
    let store: JobStore
    private let lines = Mutex<[String]>([])

    private init(url: String) throws {
        self.url = url
        pool = Pool(try ConnectionSettings(uri: url), size: 8, logger: Self.logger)
        store = JobStore(pool: pool)
    }

    /// Gives the body a queue whose server may be killed.
    static func withServer(
        _ body: (QueueUnderFire, LocalServer) async throws -> Void
    ) async throws {
        try await TestDatabase.withServer { server in
            try await run(server.url(database: "postgres")) { try await body($0, server) }
        }
    }

    /// Gives the body a queue on the tests' common server.
    static func with(_ body: (QueueUnderFire) async throws -> Void) async throws {
        try await TestDatabase.with { url in try await run(url, body) }
    }

    private static func run(
        _ url: String, _ body: (QueueUnderFire) async throws -> Void
    ) async throws {
        _ = try await Migrator(
            settings: try ConnectionSettings(uri: url), sets: [.spotter], logger: logger
        ).up()
        let queue = try QueueUnderFire(url: url)
        try await queue.execute("CREATE TABLE effect (job_id bigint, key text)")
        do {
            try await body(queue)
        } catch {
            await queue.pool.shutdown(deadline: .seconds(1))
            throw error
        }
        await queue.pool.shutdown(deadline: .seconds(1))
    }

    /// Starts a worker process; kinds empty: it knows them all.
    func startWorker(_ name: String, kinds: [String] = []) async throws -> ChildProcess {
        try await ChildProcess.start(
            .init(Programs.path("TestWorker"), [url, name] + kinds)
        ) { [self] line in
            lines.withLock { $0.append(line) }
        }
    }

    /// What the workers have logged.
    var log: [String] { lines.withLock { $0 } }

    /// Adds jobs, one for each args.
    func enqueue(_ kind: String, _ args: [String]) async throws -> [Int64] {
        try await store.enqueue(
            args.map { NewJob(kind: kind, args: JSONBytes(bytes: Array($0.utf8))) }
        ).map(\.id)
    }

    /// Runs SQL that gives one value, again and again while the server is away.
    func value<T: PostgresDecodable & Sendable>(
        _ sql: String, _ parameters: (any PostgresEncodable)?..., as type: T.Type = T.self
    ) async throws -> T {
        for _ in 0..<10 {
            do {
                return try await pool.withConnection { connection in
                    try connection.query(Statement(sql: sql), parameters: parameters)
                        .only(as: T.self)
                }
            } catch let error as PostgresError where error.sqlState?.class != "42" {
                try await Task.sleep(for: .milliseconds(200))
            }
        }
        return try await pool.withConnection { connection in
            try connection.query(Statement(sql: sql), parameters: parameters).only(as: T.self)
        }
    }

    /// Runs SQL for its effect.
    func execute(_ sql: String, _ parameters: (any PostgresEncodable)?...) async throws {
        try await pool.withConnection { connection in
            _ = try connection.execute(Statement(sql: sql), parameters: parameters)
        }
    }

    /// How many jobs are in a state.
    func count(_ state: String) async throws -> Int {
        try await value("SELECT count(*) FROM spotter.jobs WHERE state = $1", state)
    }

    /// Each of these keys has had its effect exactly once, and there is no other effect.
    func expectEffectsOnce(
        of keys: [String], sourceLocation: SourceLocation = #_sourceLocation
    ) async throws {
        let found: [String] = try await value(
            "SELECT coalesce(array_agg(key ORDER BY key), '{}') FROM effect")
        #expect(found == keys.sorted(), sourceLocation: sourceLocation)
    }

    /// Nothing is held by anybody.
    func expectNoLeases(sourceLocation: SourceLocation = #_sourceLocation) async throws {
        try await eventually(sourceLocation: sourceLocation) {
            try await self.value("SELECT count(*) = 0 FROM spotter.lease")
        }
    }
}

/// Waits until the condition holds, and fails the test when that takes too long.
func eventually(
    within limit: Duration = .seconds(60), _ comment: Comment? = nil,
    sourceLocation: SourceLocation = #_sourceLocation, _ condition: () async throws -> Bool
) async throws {
    let deadline = ContinuousClock.now + limit
    while try await !condition() {
        guard .now < deadline else {
            Issue.record(
                comment ?? "did not happen within \(limit)", sourceLocation: sourceLocation)
            return
        }
        try await Task.sleep(for: .milliseconds(50))
    }
}
