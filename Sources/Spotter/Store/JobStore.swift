public import Postgres

/// The queue's tables, as a program uses them: enqueue, look up, act.
///
/// A value, cheap to copy. All its calls go through one pool, which its owner shuts down.
public struct JobStore: Sendable {
    /// Where the tables are.
    public let schema: Schema
    private let pool: Pool

    /// Makes a store on a pool.
    public init(pool: Pool, schema: Schema = .standard) {
        self.pool = pool
        self.schema = schema
    }

    /// A statement for this store's schema.
    public func statement(_ statement: Statement) -> Statement {
        schema.rewrite(statement)
    }

    /// Runs one unit of work on a connection of the pool.
    ///
    /// - Parameters:
    ///   - deadline: For waiting, connecting and everything in `body`; default 10 s.
    ///   - body: Runs on the connection's own thread; may block there.
    /// - Throws: `PostgresError`, or what `body` throws.
    @discardableResult
    public func withConnection<T: Sendable>(
        deadline: Duration = .seconds(10),
        _ body: @escaping @Sendable (isolated Connection) throws -> T
    ) async throws -> T {
        try await pool.withConnection(deadline: deadline, body)
    }
}
