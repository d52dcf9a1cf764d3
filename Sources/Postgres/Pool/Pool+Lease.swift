internal import Logging

extension Pool {
    /// A connection of one's own, waiting in line for it.
    func lease(until deadline: Deadline) async throws(PostgresError) -> Connection {
        guard !Task.isCancelled else { throw PostgresError(.cancelled) }
        if let connection = state.withLock({ $0.take() }) { return connection }
        return try await waitInLine(until: deadline).get()
    }

    /// Waits for a connection, but not longer than the deadline or the task's cancellation.
    private func waitInLine(until deadline: Deadline) async -> Result<Connection, PostgresError> {
        let id = nextID()
        return await withTaskGroup(of: Void.self) { group in
            group.addTask { [self] in
                try? await Task.sleep(until: deadline.instant, clock: .continuous)
                if !Task.isCancelled { giveUp(id) }
            }
            let result = await withTaskCancellationHandler {
                await withCheckedContinuation { ticket in
                    perform(state.withLock { $0.enqueue(id: id, ticket, now: .now) })
                    // Either may have come before there was anything to take out of the line.
                    if Task.isCancelled { cancel(id) }
                    if deadline.isPast { giveUp(id) }
                }
            } onCancel: {
                cancel(id)
            }
            group.cancelAll()
            return result
        }
    }

    private func cancel(_ id: Int) {
        perform(state.withLock { $0.abandon(id: id, PostgresError(.cancelled)) })
    }

    /// Says why there was no connection: the server is away, or all are busy.
    private func giveUp(_ id: Int) {
        perform(
            state.withLock { state in
                let message = "no connection became free in time"
                var error = PostgresError(.poolTimeout, message: message)
                if let last = state.lastFailure {
                    error = PostgresError(
                        .connectionFailed, sqlState: last.sqlState, message: last.message,
                        detail: last.detail)
                }
                return state.abandon(id: id, error)
            })
    }

    /// Does what the state asks for, where that cannot be to close connections.
    ///
    /// Never called with the lock held.
    func perform(_ actions: PoolState<Connection, Ticket>.Actions) {
        precondition(actions.close.isEmpty, "closing takes a hop to the connection's thread")
        for (ticket, connection) in actions.grants {
            ticket.resume(returning: .success(connection))
        }
        for (ticket, error) in actions.refusals { ticket.resume(returning: .failure(error)) }
        for wait in actions.connects { Task { await connect(after: wait) } }
        for ticket in actions.drained {
            ticket.resume(returning: .failure(PostgresError(.poolClosed)))
        }
    }

    /// Does what the state asks for; who waits for the pool to be drained hears of it last.
    func performAll(_ actions: PoolState<Connection, Ticket>.Actions) async {
        var prompt = actions
        prompt.close = []
        prompt.drained = []
        perform(prompt)
        for connection in actions.close { await connection.close() }
        for ticket in actions.drained {
            ticket.resume(returning: .failure(PostgresError(.poolClosed)))
        }
    }

    /// Opens one connection for whoever is first in line by then.
    ///
    /// Not a child of any caller's task: a caller that gives up must not take the connection along
    /// that others wait for.
    private func connect(after wait: Duration) async {
        if wait > .zero { try? await Task.sleep(for: wait) }
        do throws(PostgresError) {
            let deadline = Deadline.after(settings.connectTimeout)
            let connection = try await Connection.connect(settings, deadline: deadline)
            await performAll(state.withLock { $0.connected(connection, now: .now) })
        } catch {
            logger.warning(
                "connecting failed",
                metadata: ["postgres.error": "\(error.debugDescription)"])
            perform(state.withLock { $0.failed(error, now: .now) })
        }
    }
}
