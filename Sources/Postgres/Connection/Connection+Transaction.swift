internal import CLibPQ

extension Connection {
    /// How long a ROLLBACK may take when its unit has run out of time or was cancelled.
    private static let rollbackTime: Duration = .seconds(1)

    /// Runs `body` in a transaction: commits when it returns, rolls back when it throws.
    ///
    /// A call inside another is a savepoint of the outer transaction: what it changed is undone if
    /// it throws, and the outer one can go on. `isolation` then has no effect.
    ///
    /// - Throws: What `body` throws, after the rollback; or the error of BEGIN or COMMIT. If
    ///   the connection broke or the time ran out during COMMIT, `mayHaveCommitted` is true; in
    ///   every other case nothing was changed. An error that `body` swallowed fails the transaction
    ///   nonetheless: `.server` with `25P02`.
    @discardableResult
    public func transaction<T>(
        _ isolation: IsolationLevel = .readCommitted, _ body: (isolated Connection) throws -> T
    ) throws -> T {
        guard transactionDepth == 0, transactionStatus != .inTransaction else {
            return try savepoint(body)
        }
        try simple(begin(isolation), beginExchange("begin", mayCommit: false))
        transactionDepth = 1
        defer { transactionDepth = 0 }
        let value: T
        do {
            value = try body(self)
        } catch {
            rollBack("ROLLBACK")
            throw error
        }
        try commit()
        return value
    }

    /// Behind a pooler the session's settings cannot be set when connecting, so each transaction
    /// brings them along, in the same round trip.
    private func begin(_ isolation: IsolationLevel) -> String {
        let begin = "BEGIN ISOLATION LEVEL \(isolation.rawValue)"
        guard settings.pooler else { return begin }
        let locals = settings.sessionSettings.map { "; SET LOCAL \($0.name) = '\($0.value)'" }
        return begin + locals.joined()
    }

    private func commit() throws(PostgresError) {
        if transactionStatus == .inFailedTransaction {
            rollBack("ROLLBACK")
            throw rolledBack()
        }
        do throws(PostgresError) {
            let result = try simple("COMMIT", beginExchange("commit", mayCommit: true))
            // COMMIT of a failed transaction succeeds, with ROLLBACK as its tag.
            guard result?.commandTag == "COMMIT" else { throw rolledBack() }
        } catch {
            if transactionStatus != .idle, isUsable { rollBack("ROLLBACK") }
            throw error
        }
    }

    private func rolledBack() -> PostgresError {
        PostgresError(
            .server, sqlState: .inFailedTransaction, statement: "commit",
            message: "an error inside the transaction was ignored; it was rolled back")
    }

    private func savepoint<T>(_ body: (isolated Connection) throws -> T) throws -> T {
        let depth = transactionDepth
        let name = "spotter_\(depth)"
        try simple("SAVEPOINT \(name)", beginExchange("savepoint", mayCommit: false))
        transactionDepth += 1
        defer { transactionDepth = depth }
        do {
            let value = try body(self)
            try simple("RELEASE SAVEPOINT \(name)", beginExchange("release", mayCommit: false))
            return value
        } catch {
            rollBack("ROLLBACK TO SAVEPOINT \(name); RELEASE SAVEPOINT \(name)")
            throw error
        }
    }

    /// Undoes what can be undone.
    ///
    /// If it fails, the connection stays in its transaction or is closed, and in both cases is not
    /// used again: the server then rolls back by itself.
    private func rollBack(_ sql: String) {
        guard isUsable, transactionStatus != .idle else { return }
        let deadline = Deadline.after(Self.rollbackTime)
        do throws(PostgresError) {
            try simple(
                sql, beginExchange("rollback", mayCommit: false, deadline: deadline))
        } catch {
            close()
        }
    }
}
