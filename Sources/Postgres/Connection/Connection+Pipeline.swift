internal import CLibPQ

extension Connection {
    /// Sends many statements at once and returns their results in order: one round trip for all.
    ///
    /// Outside of a transaction all of them are one implicit transaction; explicit BEGIN and COMMIT
    /// may be among them. COPY may not. Everything is encoded before anything is sent.
    ///
    /// - Throws: The first error. The statements after it were not run, and those before it are
    ///   undone, unless there was a COMMIT between.
    /// - SeeAlso: PostgreSQL manual, "Pipeline Mode".
    public func pipeline(_ requests: [Request]) throws(PostgresError) -> [Rows] {
        guard !requests.isEmpty else { return [] }
        let commands = try pipelineCommands(requests)
        var exchange = try beginExchange(nil)
        guard let handle, PQenterPipelineMode(handle) == 1 else { throw notSent(exchange) }
        var reader = PipelineReader(commands: commands)
        var unflushed = 0
        for command in commands {
            guard command.send(on: handle) == 1 else { throw notSent(exchange) }
            exchange.isSent = true
            unflushed += command.size
            guard unflushed >= Self.pipelineChunk else { continue }
            unflushed = 0
            try flush(&exchange, collecting: &reader)
        }
        guard PQpipelineSync(handle) == 1 else { throw notSent(exchange) }
        try flush(&exchange, collecting: &reader)
        while !reader.isComplete {
            if try !collect(&reader) { try pause(&exchange, writing: false) }
        }
        guard PQexitPipelineMode(handle) == 1 else { throw notSent(exchange) }
        notePrepared(commands, reader)
        exchange.statement = reader.failedStatement
        let failed = reader.failure.map { error($0, exchange) }
        endExchange(&exchange)
        if let failed { throw failed }
        return reader.rows
    }

    /// What libpq may hold before we send it off, and so roughly what a pipeline costs in memory
    /// beside its parameters and results.
    private static let pipelineChunk = 256 * 1024

    /// Sends what libpq holds, reading results meanwhile.
    private func flush(
        _ exchange: inout Exchange, collecting reader: inout PipelineReader
    ) throws(PostgresError) {
        while let handle {
            _ = try collect(&reader)
            switch PQflush(handle) {
            case 0: return
            case 1: try pause(&exchange, writing: true)
            default: throw lost(exchange)
            }
        }
        throw lost(exchange)
    }

    /// Takes the results that have arrived; false if there was none.
    private func collect(_ reader: inout PipelineReader) throws(PostgresError) -> Bool {
        var found = false
        while let handle, reader.expectsMore, PQisBusy(handle) == 0 {
            let result = PQgetResult(handle).map(ResultHandle.init(owning:))
            if let result, result.isCopy { throw strayCopy(reader.currentStatement) }
            reader.take(result)
            found = true
        }
        return found
    }

    /// The requests, each preceded by what prepares it where that has to be done.
    private func pipelineCommands(
        _ requests: [Request]
    ) throws(PostgresError) -> [PipelineCommand] {
        var commands: [PipelineCommand] = []
        commands.reserveCapacity(requests.count)
        // Not confirmed by the server yet; thrown away if the pipeline fails before them.
        var expected = prepared
        for request in requests {
            let statement = request.statement
            let encoded = try EncodedParameters(request.parameters, statement: statement.name)
            var name: String?
            if !settings.pooler, statement.name != nil {
                name = expected.serverName(for: statement, types: encoded.types)
                if name == nil, let new = expected.newName(for: statement) {
                    expected.add(statement, types: encoded.types, serverName: new)
                    commands.append(.prepare(statement, types: encoded.types, serverName: new))
                    name = new
                }
            }
            commands.append(.run(statement, encoded, serverName: name))
        }
        return commands
    }

    /// What was prepared stays prepared even if the transaction was undone.
    private func notePrepared(_ commands: [PipelineCommand], _ reader: PipelineReader) {
        for command in commands.prefix(reader.succeeded) {
            guard case .prepare(let statement, let types, let serverName) = command else {
                continue
            }
            prepared.add(statement, types: types, serverName: serverName)
        }
    }
}
