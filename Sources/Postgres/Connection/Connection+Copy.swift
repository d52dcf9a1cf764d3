internal import CLibPQ

extension Connection {
    /// Loads rows by a binary COPY and returns how many there were.
    ///
    /// For bulk loads: below some hundred rows `INSERT … SELECT FROM unnest($1, $2)` is faster.
    ///
    /// - Parameters:
    ///   - statement: `COPY table (columns) FROM STDIN (FORMAT binary)`.
    ///   - rows: Writes the rows one by one. If it throws, the COPY is undone.
    /// - Throws: What `rows` throws; `.server` if the server refused a row: no row is kept then.
    ///   libpq reports that only after the last row, so the rest is sent for nothing.
    @discardableResult
    public func copyIn(
        _ statement: Statement, _ rows: (inout CopyWriter) throws -> Void
    ) throws -> Int {
        guard copy == nil else {
            throw PostgresError(
                .invalidParameter, statement: statement.name, message: "a COPY inside a COPY")
        }
        var exchange = try beginExchange(statement.name)
        try startCopy(statement, &exchange)
        let stream = CopyStream(exchange)
        copy = stream
        defer { copy = nil }
        var writer = CopyWriter(connection: self, statement: statement.name)
        do {
            try rows(&writer)
            try writer.finish()
        } catch {
            abortCopy(stream)
            throw error
        }
        // Until here the server has nothing that it could commit.
        stream.exchange.isSent = true
        try endCopy(stream, reason: nil)
        return try answer(&stream.exchange)?.affected ?? 0
    }

    private func startCopy(
        _ statement: Statement, _ exchange: inout Exchange
    ) throws(PostgresError) {
        guard let handle else { throw lost(exchange) }
        guard PQsendQuery(handle, statement.sql) == 1 else { throw notSent(exchange) }
        try flush(&exchange)
        let first = try nextResult(&exchange)
        guard let first, first.status == PGRES_COPY_IN else {
            // Read the rest, so that the connection can go on.
            _ = try answer(&exchange)
            if let first, first.isError { throw error(first, exchange) }
            throw PostgresError(
                .invalidParameter, statement: statement.name, message: "not a COPY FROM STDIN")
        }
    }

    /// Sends a chunk for the writer of the COPY under way.
    func sendCopy(_ chunk: [UInt8]) throws(PostgresError) {
        guard let stream = copy else {
            throw PostgresError(.invalidParameter, message: "the COPY is over")
        }
        while let handle {
            let taken = chunk.withUnsafeBytes { bytes in
                PQputCopyData(
                    handle, bytes.baseAddress?.assumingMemoryBound(to: CChar.self),
                    Int32(bytes.count))
            }
            switch taken {
            case 1:
                try flush(&stream.exchange)
                try readWhatHasCome(stream.exchange)
                return try checkCopy(stream)
            case 0: try pause(&stream.exchange, writing: true)
            default: throw lost(stream.exchange)
            }
        }
        throw lost(stream.exchange)
    }

    /// A COPY whose time is over is aborted by ourselves, which is quicker than a cancel request.
    private func checkCopy(_ stream: CopyStream) throws(PostgresError) {
        guard let reason = interruption(of: stream.exchange) else { return }
        throw PostgresError(reason, statement: stream.exchange.statement)
    }

    private func endCopy(_ stream: CopyStream, reason: String?) throws(PostgresError) {
        while let handle {
            switch PQputCopyEnd(handle, reason) {
            case 1: return try flush(&stream.exchange)
            case 0: try pause(&stream.exchange, writing: true)
            default: throw lost(stream.exchange)
            }
        }
        throw lost(stream.exchange)
    }

    /// Makes the server undo the COPY.
    ///
    /// Its complaint about that is expected and dropped.
    private func abortCopy(_ stream: CopyStream) {
        guard isUsable else { return }
        do {
            try endCopy(stream, reason: "aborted by the client")
            _ = try answer(&stream.exchange)
        } catch {
            // The first cause is what the caller wants to know.
            if isUsable, transactionStatus == .active { close() }
        }
    }
}
