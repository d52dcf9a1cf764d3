extension Pool {
    /// Closes the pool: no more leases, callers in line get `.poolClosed`, and connections are
    /// closed when their unit of work is over.
    ///
    /// - Parameter deadline: Units of work that take longer are interrupted and get `.cancelled`;
    ///   they have one more second to notice. Then this returns in any case.
    public func shutdown(deadline: Duration) async {
        await performAll(state.withLock { $0.shutDown() })
        if await drain(until: .after(deadline)) { return }
        let stragglers = interrupts.withLock { Array($0.values) }
        for interrupt in stragglers { interrupt.raise() }
        _ = await drain(until: .after(.seconds(1)))
    }

    /// Waits until nothing is leased or connecting; false if that has not come about in time.
    private func drain(until deadline: Deadline) async -> Bool {
        let id = nextID()
        return await withTaskGroup(of: Void.self) { group in
            group.addTask { [self] in
                try? await Task.sleep(until: deadline.instant, clock: .continuous)
                perform(state.withLock { $0.abandon(id: id, PostgresError(.poolClosed)) })
            }
            _ = await withCheckedContinuation { ticket in
                perform(state.withLock { $0.awaitDrained(id: id, ticket) })
                // The sleep may have ended (the task may have been cancelled) before that.
                if deadline.isPast || Task.isCancelled {
                    perform(state.withLock { $0.abandon(id: id, PostgresError(.poolClosed)) })
                }
            }
            group.cancelAll()
            return state.withLock { $0.leased == 0 && $0.connecting == 0 }
        }
    }
}
