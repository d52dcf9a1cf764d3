internal import CLibPQ

#if canImport(Darwin)
    internal import Darwin
#elseif canImport(Musl)
    internal import Musl
#else
    internal import Glibc
#endif

extension Connection {
    /// Runs `body` on the connection's thread as one unit of work.
    ///
    /// - Parameters:
    ///   - deadline: For all statements of `body` together. A statement under way when it passes is
    ///     cancelled on the server; if the server does not answer within another half second, the
    ///     connection is closed.
    ///   - body: Must not block for anything else: it holds the connection.
    /// - Throws: What `body` throws. Cancelling the task makes the statement under way, and all
    ///   after it, throw `.cancelled`.
    @discardableResult
    public nonisolated func run<T: Sendable>(
        deadline: Duration, _ body: @Sendable (isolated Connection) throws -> T
    ) async throws -> T {
        let unit = Unit(deadline: .after(deadline), interrupt: Interrupt())
        switch await run(unit, body) {
        case .finished(let result, _): return try result.get()
        case .stale: throw PostgresError(.connectionLost, message: "closed while idle")
        }
    }

    /// Runs a unit of work that can be interrupted by the task's cancellation and from outside.
    ///
    /// - Parameter closesUnlessReusable: Whether a connection that is not good for another unit is
    ///   closed, still on its thread.
    nonisolated func run<T: Sendable>(
        _ unit: Unit, closesUnlessReusable: Bool = false,
        _ body: @Sendable (isolated Connection) throws -> T
    ) async -> UnitOutcome<T> {
        await withTaskCancellationHandler {
            await perform(unit, closesUnlessReusable, body)
        } onCancel: {
            unit.interrupt.raise()
        }
    }

    private func perform<T: Sendable>(
        _ unit: Unit, _ closesUnlessReusable: Bool,
        _ body: @Sendable (isolated Connection) throws -> T
    ) -> UnitOutcome<T> {
        guard isAliveWhileIdle() else { return .stale }
        unit.interrupt.attach(executor.wake)
        self.unit = unit
        defer {
            unit.interrupt.detach()
            self.unit = nil
        }
        let result = Result { try body(self) }
        let isReusable = isReusable
        if closesUnlessReusable, !isReusable { close() }
        return .finished(result, isReusable: isReusable)
    }

    /// Whether the next unit of work would find what it expects: a working connection outside of
    /// any transaction, that nobody wants replaced.
    private var isReusable: Bool {
        guard let handle else { return false }
        return isUsable && transactionStatus == .idle && !isRetired
            && PQpipelineStatus(handle) == PQ_PIPELINE_OFF
    }

    /// Whether an idle connection is still open, found out without asking the server.
    ///
    /// What has arrived meanwhile is read: notices, changed settings, or the server's goodbye with
    /// the end of the stream behind it.
    func isAliveWhileIdle() -> Bool {
        guard let handle, isUsable else { return false }
        // Bounded, though a server that keeps on sending to an idle client is hardly thinkable.
        for _ in 0..<64 {
            var descriptors = [pollfd(fd: PQsocket(handle), events: Int16(POLLIN), revents: 0)]
            SystemCalls.wait(&descriptors, milliseconds: 0)
            if descriptors[0].revents == 0 { return isUsable }
            guard PQconsumeInput(handle) == 1 else { break }
            // Parsing happens here; without a statement under way it is never "busy".
            _ = PQisBusy(handle)
            while let notification = PQnotifies(handle) { PQfreemem(notification) }
        }
        close()
        return false
    }
}
