internal import Logging

extension Listener {
    /// Notifications wait this long for a sign of life at most; then we ask the server for one.
    ///
    /// TCP keepalives notice a dead peer, but not a proxy in between that has forgotten its server.
    static let quietMax: Duration = .seconds(30)

    /// Connects again and again, until the task is cancelled.
    func listen(_ output: AsyncStream<Event>.Continuation) async {
        var failures = 0
        while !Task.isCancelled {
            do throws(PostgresError) {
                let connection = try await connect()
                failures = 0
                output.yield(.connected)
                let failure = await forward(connection, to: output)
                await connection.close()
                throw failure
            } catch {
                guard !Task.isCancelled else { return }
                failures += 1
                logger.warning(
                    "listening interrupted",
                    metadata: ["postgres.error": "\(error.debugDescription)"])
                output.yield(.disconnected(error))
                try? await Task.sleep(for: Self.backoff.delay(attempt: failures))
            }
        }
    }

    private func connect() async throws(PostgresError) -> Connection {
        let deadline = Deadline.after(settings.connectTimeout)
        let connection = try await Connection.connect(settings, deadline: deadline)
        let failure = await connection.listen(to: channels, until: deadline)
        if let failure {
            await connection.close()
            throw failure
        }
        return connection
    }

    /// Passes notifications on for as long as the connection lasts, and returns why it ended.
    private func forward(
        _ connection: Connection, to output: AsyncStream<Event>.Continuation
    ) async -> PostgresError {
        let interrupt = Interrupt()
        return await withTaskCancellationHandler {
            await connection.forwardNotifications(interrupt, quietMax: Self.quietMax) {
                output.yield(.notification(channel: $0, payload: $1))
            }
        } onCancel: {
            interrupt.raise()
        }
    }
}
