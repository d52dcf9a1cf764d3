internal import CLibPQ

#if canImport(Darwin)
    internal import Darwin
#elseif canImport(Musl)
    internal import Musl
#else
    internal import Glibc
#endif

extension Connection {
    /// Begins an exchange with the server.
    ///
    /// - Parameter deadline: Nil: the unit's, which is then also checked for cancellation. Given
    ///   only for a ROLLBACK, which must have its chance after both.
    /// - Throws: `.connectionLost`, `.cancelled` or `.deadlineExceeded`; nothing was sent.
    func beginExchange(
        _ statement: String?, mayCommit: Bool? = nil, deadline: Deadline? = nil
    ) throws(PostgresError) -> Exchange {
        guard isUsable else {
            throw PostgresError(
                .connectionLost, statement: statement, message: "the connection is closed")
        }
        let limit = deadline ?? unit?.deadline ?? .after(Self.callTimeout)
        if deadline == nil {
            if unit?.interrupt.isRaised == true {
                throw PostgresError(.cancelled, statement: statement)
            }
            if limit.isPast { throw PostgresError(.deadlineExceeded, statement: statement) }
        }
        return Exchange(
            statement: statement, deadline: limit, mayCommit: mayCommit ?? (transactionDepth == 0),
            isCleanup: deadline != nil)
    }

    /// Sends everything that libpq holds, reading meanwhile: a server that cannot get rid of its
    /// answers stops reading, and both sides would wait for ever.
    func flush(_ exchange: inout Exchange) throws(PostgresError) {
        while let handle {
            switch PQflush(handle) {
            case 0: return
            case 1: try pause(&exchange, writing: true)
            default: throw lost(exchange)
            }
        }
        throw lost(exchange)
    }

    /// The next result; nil: the statement's answer is complete.
    func nextResult(_ exchange: inout Exchange) throws(PostgresError) -> ResultHandle? {
        while let handle {
            if PQisBusy(handle) == 0 {
                guard let result = PQgetResult(handle) else { return nil }
                return ResultHandle(owning: result)
            }
            try pause(&exchange, writing: false)
        }
        throw lost(exchange)
    }

    /// Waits once for the socket, a wake-up or the deadline, and reads what has arrived.
    ///
    /// Returns as soon as anything may have changed. When the deadline passes or somebody
    /// interrupts, the server is asked to stop, and waiting goes on for the grace time.
    func pause(_ exchange: inout Exchange, writing: Bool) throws(PostgresError) {
        // Without a socket, poll would just wait.
        guard let handle, PQsocket(handle) >= 0 else { throw lost(exchange) }
        if exchange.interruption == nil, let reason = interruption(of: exchange) {
            exchange.interruption = reason
            exchange.grace = .after(Exchange.graceTime)
            exchange.cancelCall = CancelCall.start(handle, wake: executor.wake)
        }
        let limit = exchange.grace ?? exchange.deadline
        if let reason = exchange.interruption, limit.isPast {
            close()
            throw PostgresError(
                reason, statement: exchange.statement,
                message: "the server did not stop the statement in time",
                mayHaveCommitted: exchange.isOutcomeUnknown)
        }
        let events = writing ? POLLIN | POLLOUT : POLLIN
        var descriptors = [
            pollfd(fd: PQsocket(handle), events: Int16(events), revents: 0),
            pollfd(fd: executor.wake.reading, events: Int16(POLLIN), revents: 0),
        ]
        SystemCalls.wait(&descriptors, milliseconds: limit.pollMilliseconds)
        if descriptors[1].revents != 0 { executor.wake.drain() }
        if descriptors[0].revents & ~Int16(POLLOUT) != 0, PQconsumeInput(handle) == 0 {
            throw lost(exchange)
        }
    }

    /// Reads without waiting.
    ///
    /// After a failed write libpq throws away what it is given and waits for the reader to notice,
    /// so whoever only writes must look from time to time.
    func readWhatHasCome(_ exchange: Exchange) throws(PostgresError) {
        guard let handle, PQsocket(handle) >= 0 else { throw lost(exchange) }
        var descriptors = [pollfd(fd: PQsocket(handle), events: Int16(POLLIN), revents: 0)]
        SystemCalls.wait(&descriptors, milliseconds: 0)
        if descriptors[0].revents != 0, PQconsumeInput(handle) == 0 { throw lost(exchange) }
    }

    /// A ROLLBACK is not interrupted by what made it necessary.
    func interruption(of exchange: Exchange) -> PostgresError.Code? {
        if exchange.deadline.isPast { return .deadlineExceeded }
        guard let unit, unit.interrupt.isRaised else { return nil }
        return exchange.isCleanup ? nil : .cancelled
    }

    /// Ends an exchange that asked the server to stop: no cancel request may be left under way, or
    /// it would hit the next statement.
    func endExchange(_ exchange: inout Exchange) {
        guard let grace = exchange.grace else { return }
        while let call = exchange.cancelCall, !call.isFinished {
            guard !grace.isPast else {
                close()
                return
            }
            var descriptors = [
                pollfd(fd: executor.wake.reading, events: Int16(POLLIN), revents: 0)
            ]
            SystemCalls.wait(&descriptors, milliseconds: grace.pollMilliseconds)
            executor.wake.drain()
        }
    }

    /// Closes a connection that has broken, and says so.
    func lost(_ exchange: Exchange) -> PostgresError {
        var sqlState: SQLState?
        var message = "the connection is closed"
        if let handle {
            message = String(cString: PQerrorMessage(handle)).trimmed
            // The server's last words, if there were any, wait among the results. On a connection
            // that is not known to be broken, libpq would wait for more of them.
            for _ in 0..<8 where PQstatus(handle) == CONNECTION_BAD {
                guard let result = PQgetResult(handle).map(ResultHandle.init(owning:)) else {
                    break
                }
                sqlState = sqlState ?? result.sqlState
            }
            close()
        }
        return PostgresError(
            exchange.interruption ?? .connectionLost, sqlState: sqlState,
            statement: exchange.statement, message: message,
            mayHaveCommitted: exchange.isOutcomeUnknown)
    }
}
