internal import CLibPQ

extension Connection {
    /// Runs a statement and returns its rows.
    ///
    /// - Throws: `.server` if the server refused it: nothing was changed. For the rest see
    ///   `PostgresError.mayHaveCommitted`.
    public func query(
        _ statement: Statement, _ parameters: (any PostgresEncodable)?...
    ) throws(PostgresError) -> Rows {
        try query(statement, parameters: parameters)
    }

    /// Runs a statement and returns its rows.
    ///
    /// - Throws: As the other `query`.
    public func query(
        _ statement: Statement, parameters: [(any PostgresEncodable)?]
    ) throws(PostgresError) -> Rows {
        let encoded = try EncodedParameters(parameters, statement: statement.name)
        let wasIdle = transactionStatus == .idle
        do throws(PostgresError) {
            return Rows(handle: try run(statement, encoded), statement: statement.name)
        } catch {
            guard isStalePlan(error, of: statement) else { throw error }
            prepared.forget(statement)
            // The forgotten names stay taken on this connection: better have a new one.
            isRetired = true
            guard wasIdle, transactionStatus == .idle else { throw error }
            return Rows(handle: try run(statement, encoded), statement: statement.name)
        }
    }

    /// Runs a statement and returns the number of rows inserted, changed, deleted or selected.
    ///
    /// - Throws: As `query`.
    @discardableResult
    public func execute(
        _ statement: Statement, _ parameters: (any PostgresEncodable)?...
    ) throws(PostgresError) -> Int {
        try query(statement, parameters: parameters).affected
    }

    /// Runs a statement and returns the number of rows inserted, changed, deleted or selected.
    ///
    /// - Throws: As `query`.
    @discardableResult
    public func execute(
        _ statement: Statement, parameters: [(any PostgresEncodable)?]
    ) throws(PostgresError) -> Int {
        try query(statement, parameters: parameters).affected
    }

    /// Runs any number of statements in one text, without parameters, and drops their rows.
    ///
    /// Without transaction statements among them, all of them are one transaction.
    ///
    /// - Throws: The first error; with statements like COMMIT among them, those before it stay done.
    public func executeScript(_ sql: String) throws(PostgresError) {
        try simple(sql, beginExchange(nil))
    }

    /// Sends a text by the simple protocol and returns the last statement's result.
    @discardableResult
    func simple(_ sql: String, _ exchange: Exchange) throws(PostgresError) -> ResultHandle? {
        guard !sql.utf8.contains(0) else {
            throw PostgresError(
                .invalidParameter, statement: exchange.statement,
                message: "SQL with a NUL character")
        }
        var exchange = exchange
        return try finish(&exchange) { PQsendQuery($0, sql) }
    }

    /// DDL has changed the shape of a prepared statement's answer, or `DEALLOCATE` or a pooler has
    /// made away with it.
    ///
    /// Both are found out before anything is executed.
    private func isStalePlan(_ error: PostgresError, of statement: Statement) -> Bool {
        guard error.code == .server, statement.name != nil, !settings.pooler else { return false }
        return error.sqlState == .featureNotSupported || error.sqlState == .invalidStatementName
    }

    private func run(
        _ statement: Statement, _ parameters: EncodedParameters
    ) throws(PostgresError) -> ResultHandle {
        let name = try prepare(statement, types: parameters.types)
        var exchange = try beginExchange(statement.name)
        let result = try finish(&exchange) { handle in
            parameters.withArrays { values, lengths, formats in
                if let name {
                    PQsendQueryPrepared(
                        handle, name, parameters.count, values, lengths, formats, 1)
                } else {
                    PQsendQueryParams(
                        handle, statement.sql, parameters.count, parameters.types, values,
                        lengths, formats, 1)
                }
            }
        }
        guard let result else {
            throw PostgresError(
                .unexpectedResult, statement: statement.name, message: "no result")
        }
        return result
    }

    /// The name `statement` is prepared under, after preparing it where needed; nil: it is to be
    /// sent whole.
    private func prepare(
        _ statement: Statement, types: [Oid]
    ) throws(PostgresError) -> String? {
        guard !settings.pooler, statement.name != nil else { return nil }
        if let name = prepared.serverName(for: statement, types: types) { return name }
        guard let name = prepared.newName(for: statement) else { return nil }
        var exchange = try beginExchange(statement.name, mayCommit: false)
        try finish(&exchange) {
            PQsendPrepare($0, name, statement.sql, Int32(types.count), types)
        }
        prepared.add(statement, types: types, serverName: name)
        return name
    }
}
