import LocalPostgres
import Logging
import Postgres
import ServiceLifecycle
import Spotter

/// A migrated database of a test's own, with a pool and a store on it.
struct TestQueue: Sendable {
    static let logger: Logger = {
        var logger = Logger(label: "test")
        logger.logLevel = .critical
        return logger
    }()

    private static let template = TestTemplate("queue") { url in
        _ = try await Migrator(
            settings: try ConnectionSettings(uri: url), sets: [.spotter], logger: logger
        ).up()
    }

    let url: String
    let settings: ConnectionSettings
    let pool: Pool
    let store: JobStore

    /// Gives the body an empty queue.
    static func with(_ body: (TestQueue) async throws -> Void) async throws {
        try await TestDatabase.with(template) { url in
            let settings = try ConnectionSettings(uri: url)
            let pool = Pool(settings, size: 8, logger: logger)
            let queue = TestQueue(
                url: url, settings: settings, pool: pool, store: JobStore(pool: pool))
            do {
                try await body(queue)
            } catch {
                await pool.shutdown(deadline: .seconds(1))
                throw error
            }
            await pool.shutdown(deadline: .seconds(1))
        }
    }

    /// Runs SQL that gives one value.
    func value<T: PostgresDecodable & Sendable>(
        _ sql: String, _ parameters: (any PostgresEncodable)?..., as type: T.Type = T.self
    ) async throws -> T {
        try await pool.withConnection { connection in
            try connection.query(Statement(sql: sql), parameters: parameters).only(as: T.self)
        }
    }

    /// Runs SQL for its effect.
    func execute(_ sql: String, _ parameters: (any PostgresEncodable)?...) async throws {
        try await pool.withConnection { connection in
            _ = try connection.execute(Statement(sql: sql), parameters: parameters)
        }
    }

    /// The state in which a job is, as everybody sees it.
    func state(of job: Int64) async throws -> String {
        try await value("SELECT state FROM spotter.jobs WHERE id = $1", job)
    }

    /// Each attempt's outcome, in order.
    func outcomes(of job: Int64) async throws -> [String] {
        try await value(
            "SELECT coalesce(array_agg(state ORDER BY attempt), '{}') FROM spotter.outcome"
                + " WHERE job_id = $1", job)
    }

    /// How many jobs are in each state that has any, such as `["completed": 3]`.
    func counts() async throws -> [String: Int] {
        try await pool.withConnection { connection in
            let rows = try connection.query(
                "SELECT state, count(*) FROM spotter.jobs GROUP BY state")
            return Dictionary(uniqueKeysWithValues: try rows.decode(String.self, Int.self))
        }
    }

    /// Adds jobs of a kind with empty args.
    @discardableResult
    func enqueue(
        _ kind: String, count: Int = 1, _ change: (inout NewJob) -> Void = { _ in }
    ) async throws -> [Int64] {
        var job = NewJob(kind: kind, args: JSONBytes(bytes: Array("{}".utf8)))
        change(&job)
        return try await store.enqueue(Array(repeating: job, count: count)).map(\.id)
    }
}
