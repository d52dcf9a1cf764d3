internal import CLibPQ

#if canImport(Darwin)
    internal import Darwin
#elseif canImport(Musl)
    internal import Musl
#else
    internal import Glibc
#endif

/// Opens a libpq connection without blocking for longer than its deadline.
///
/// libpq's own `connect_timeout` does not hold for `PQconnectPoll`.
struct Connector {
    let wake: WakeDescriptor
    let unit: Unit

    /// The first host that takes us; each attempt gets an equal share of what time is left.
    ///
    /// - Throws: `.connectionFailed` with what the last host said, `.deadlineExceeded`, `.cancelled`.
    func connect(_ settings: ConnectionSettings) throws(PostgresError) -> OpaquePointer {
        let attempts = settings.attempts
        var last = PostgresError(.connectionFailed, message: "no host given")
        for (index, keywords) in attempts.enumerated() {
            let share = unit.deadline.remaining / (attempts.count - index)
            do throws(PostgresError) {
                return try attempt(keywords, until: .after(share))
            } catch {
                if unit.interrupt.isRaised { throw error }
                last = Self.better(last, error)
            }
        }
        throw last
    }

    /// Of two hosts' errors the one that says more: an answer rather than silence.
    private static func better(_ old: PostgresError, _ new: PostgresError) -> PostgresError {
        new.code == .deadlineExceeded && old.message != "no host given" ? old : new
    }

    private func attempt(
        _ keywords: [String: String], until deadline: Deadline
    ) throws(PostgresError) -> OpaquePointer {
        guard let connection = Self.start(keywords) else {
            throw PostgresError(.connectionFailed, message: "libpq is out of memory")
        }
        do throws(PostgresError) {
            try drive(connection, until: deadline)
            guard PQsetnonblocking(connection, 1) == 0 else {
                throw failure(connection)
            }
            return connection
        } catch {
            PQfinish(connection)
            throw error
        }
    }

    private static func start(_ keywords: [String: String]) -> OpaquePointer? {
        var names: [UnsafeMutablePointer<CChar>?] = []
        var values: [UnsafeMutablePointer<CChar>?] = []
        defer { for text in names + values { free(text) } }
        for (name, value) in keywords {
            names.append(strdup(name))
            values.append(strdup(value))
        }
        let constantNames = names.map { UnsafePointer($0) } + [nil]
        let constantValues = values.map { UnsafePointer($0) } + [nil]
        return PQconnectStartParams(constantNames, constantValues, 0)
    }

    private func drive(
        _ connection: OpaquePointer, until deadline: Deadline
    ) throws(PostgresError) {
        guard PQstatus(connection) != CONNECTION_BAD else { throw failure(connection) }
        var polling = PGRES_POLLING_WRITING
        while polling != PGRES_POLLING_OK {
            guard polling != PGRES_POLLING_FAILED else { throw failure(connection) }
            if unit.interrupt.isRaised {
                throw PostgresError(.cancelled, message: "cancelled while connecting")
            }
            guard !deadline.isPast else {
                throw PostgresError(
                    .deadlineExceeded, message: "no answer from the server while connecting")
            }
            // The socket may be another one after each step: next address, TLS or not.
            let events = polling == PGRES_POLLING_READING ? POLLIN : POLLOUT
            var descriptors = [
                pollfd(fd: PQsocket(connection), events: Int16(events), revents: 0),
                pollfd(fd: wake.reading, events: Int16(POLLIN), revents: 0),
            ]
            SystemCalls.wait(&descriptors, milliseconds: deadline.pollMilliseconds)
            if descriptors[1].revents != 0 { wake.drain() }
            guard descriptors[0].revents != 0 else { continue }
            polling = PQconnectPoll(connection)
        }
    }

    /// libpq's message names hosts, user and database, never the password.
    private func failure(_ connection: OpaquePointer) -> PostgresError {
        PostgresError(
            .connectionFailed, message: String(cString: PQerrorMessage(connection)).trimmed)
    }
}
