internal import CLibPQ

extension Connection {
    /// Sends a question and reads the whole answer; returns the last result.
    ///
    /// - Throws: The first error of the answer, after all of it has been read.
    @discardableResult
    func finish(
        _ exchange: inout Exchange, sending send: (OpaquePointer) -> Int32
    ) throws(PostgresError) -> ResultHandle? {
        guard let handle else { throw lost(exchange) }
        guard send(handle) == 1 else { throw notSent(exchange) }
        exchange.isSent = true
        try flush(&exchange)
        return try answer(&exchange)
    }

    /// Reads results up to the end of the answer.
    func answer(_ exchange: inout Exchange) throws(PostgresError) -> ResultHandle? {
        var last: ResultHandle?
        var failure: ResultHandle?
        while let result = try nextResult(&exchange) {
            if result.isCopy { throw strayCopy(exchange.statement) }
            if result.isError { failure = failure ?? result }
            last = result
        }
        let failed = failure.map { error($0, exchange) }
        endExchange(&exchange)
        if let failed { throw failed }
        return last
    }

    /// Closes a connection on which a COPY has begun that nobody feeds or reads: libpq would report
    /// that same state for ever.
    func strayCopy(_ statement: String?) -> PostgresError {
        close()
        return PostgresError(
            .invalidParameter, statement: statement,
            message: "COPY needs copyIn; the connection was closed")
    }

    /// The error for a result that is one.
    func error(_ result: ResultHandle, _ exchange: Exchange) -> PostgresError {
        if !isUsable {
            close()
            return PostgresError(
                result: result, code: .connectionLost, statement: exchange.statement,
                mayHaveCommitted: exchange.isOutcomeUnknown)
        }
        noteServerTrouble(result.sqlState)
        // Our own request to stop has been followed: the statement is undone.
        if let reason = exchange.interruption, result.sqlState == .queryCanceled {
            return PostgresError(result: result, code: reason, statement: exchange.statement)
        }
        return PostgresError(result: result, statement: exchange.statement)
    }

    /// After a failover the old primary may live on as a standby; a new connection finds the new
    /// one.
    ///
    /// A server that stops or recovers is better asked again through a new connection, too.
    private func noteServerTrouble(_ sqlState: SQLState?) {
        switch sqlState {
        case SQLState.readOnlyTransaction, .adminShutdown, .crashShutdown, .cannotConnectNow:
            isRetired = true
        default: break
        }
    }

    /// libpq refused to send: the connection is broken, or we used it wrongly.
    func notSent(_ exchange: Exchange) -> PostgresError {
        guard isUsable, let handle else { return lost(exchange) }
        let message = String(cString: PQerrorMessage(handle)).trimmed
        close()
        return PostgresError(
            .connectionLost, statement: exchange.statement, message: message,
            mayHaveCommitted: exchange.isOutcomeUnknown)
    }
}
