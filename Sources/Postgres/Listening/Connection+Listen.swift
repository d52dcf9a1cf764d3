internal import CLibPQ

#if canImport(Darwin)
    internal import Darwin
#elseif canImport(Musl)
    internal import Musl
#else
    internal import Glibc
#endif

extension Connection {
    /// How long the server may take to answer whether it is still there.
    private static let checkTime: Duration = .seconds(5)

    /// Subscribes to `channels` in one transaction; returns why that failed, or nil.
    func listen(to channels: [String], until deadline: Deadline) -> PostgresError? {
        unit = Unit(deadline: deadline, interrupt: Interrupt())
        defer { unit = nil }
        do throws(PostgresError) {
            let statements = channels.map { "LISTEN \(Self.quoted($0))" }
            try executeScript(statements.joined(separator: ";"))
            return nil
        } catch {
            return error
        }
    }

    /// Calls `receive` for each notification until the connection breaks or `interrupt` is raised,
    /// and returns which of the two it was.
    ///
    /// Holds the connection's thread all the time.
    func forwardNotifications(
        _ interrupt: Interrupt, quietMax: Duration,
        to receive: @Sendable (_ channel: String, _ payload: String) -> Void
    ) -> PostgresError {
        interrupt.attach(executor.wake)
        defer { interrupt.detach() }
        do throws(PostgresError) {
            while !interrupt.isRaised {
                takeNotifications(receive)
                if try !waitForInput(.after(quietMax)) { try check(interrupt) }
            }
            return PostgresError(.cancelled)
        } catch {
            return error
        }
    }

    func takeNotifications(_ receive: (String, String) -> Void) {
        while let handle, let notification = PQnotifies(handle) {
            receive(
                String(cString: notification.pointee.relname),
                String(cString: notification.pointee.extra))
            PQfreemem(notification)
        }
    }

    /// Waits for the socket or a wake-up; false if neither came in time.
    func waitForInput(_ deadline: Deadline) throws(PostgresError) -> Bool {
        guard let handle, isUsable else {
            throw PostgresError(.connectionLost, message: "the connection is closed")
        }
        var descriptors = [
            pollfd(fd: PQsocket(handle), events: Int16(POLLIN), revents: 0),
            pollfd(fd: executor.wake.reading, events: Int16(POLLIN), revents: 0),
        ]
        SystemCalls.wait(&descriptors, milliseconds: deadline.pollMilliseconds)
        if descriptors[1].revents != 0 { executor.wake.drain() }
        if descriptors[0].revents != 0 {
            let exchange = Exchange(
                statement: "listen", deadline: deadline, mayCommit: false, isCleanup: false)
            guard PQconsumeInput(handle) == 1 else { throw lost(exchange) }
            // Parsing happens here; a goodbye of the server is found with the end of the stream.
            _ = PQisBusy(handle)
        }
        return descriptors[0].revents != 0 || descriptors[1].revents != 0
    }

    private func check(_ interrupt: Interrupt) throws(PostgresError) {
        unit = Unit(deadline: .after(Self.checkTime), interrupt: interrupt)
        defer { unit = nil }
        try executeScript("SELECT 1")
    }

    /// An identifier for SQL text: LISTEN takes no parameters.
    static func quoted(_ identifier: String) -> String {
        var text = "\""
        for character in identifier.unicodeScalars where character != "\0" {
            text += character == "\"" ? "\"\"" : String(character)
        }
        return text + "\""
    }
}
