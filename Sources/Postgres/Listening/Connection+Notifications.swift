extension Connection {
    /// Subscribes this connection to `channels`; LISTEN belongs to the session, not to a transaction.
    ///
    /// For a unit of work that does more than listening; a ``Listener`` does nothing else, and
    /// reconnects by itself.
    package func listen(to channels: [String]) throws(PostgresError) {
        let statements = channels.map { "LISTEN \(Self.quoted($0))" }
        try executeScript(statements.joined(separator: ";"))
    }

    /// What has been notified, after waiting for the first of it no longer than `limit`.
    ///
    /// Holds the connection's thread meanwhile. Empty: nothing came.
    ///
    /// - Throws: `.cancelled` when the unit of work is, `.connectionLost` when the server is gone.
    package func notifications(
        waitingUpTo limit: Duration
    ) throws(PostgresError) -> [Notification] {
        var received: [Notification] = []
        let deadline = Deadline.after(limit)
        while true {
            takeNotifications { received.append(Notification(channel: $0, payload: $1)) }
            if unit?.interrupt.isRaised == true { throw PostgresError(.cancelled) }
            if !received.isEmpty || deadline.isPast { return received }
            _ = try waitForInput(deadline)
        }
    }

    /// Runs a part of a unit of work under a deadline of its own, if that is the earlier one.
    package func within<T>(
        _ limit: Duration, _ body: (isolated Connection) throws -> T
    ) rethrows -> T {
        let whole = unit
        defer { unit = whole }
        let deadline = Deadline.after(limit)
        unit = Unit(
            deadline: whole.map { min($0.deadline, deadline) } ?? deadline,
            interrupt: whole?.interrupt ?? Interrupt())
        return try body(self)
    }
}
