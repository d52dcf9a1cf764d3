public import Logging
internal import Synchronization

/// A bounded set of connections, handed out for one unit of work at a time.
///
/// Connections are opened when somebody waits for one and kept while they are used. Callers wait in
/// the order in which they came. While the server is away, one attempt to connect at a time is made
/// for all of them, with growing waits and jitter: two a second at most, one in two seconds at
/// least.
public final class Pool: Sendable {
    typealias Ticket = CheckedContinuation<Result<Connection, PostgresError>, Never>

    /// Callers beyond these are refused at once: a longer line would only hide that the database
    /// cannot keep up.
    public static let waitingMaxDefault = 1024

    /// An idle connection is closed after this time: its backend's memory is worth more.
    static let idleMax: Duration = .seconds(300)

    let settings: ConnectionSettings
    let logger: Logger
    let state: Lock<PoolState<Connection, Ticket>>
    /// To interrupt all units of work when the time for a shutdown is over.
    let interrupts = Lock<[ObjectIdentifier: Interrupt]>([:])
    private let lastID = Atomic<Int>(0)

    /// Makes a pool without opening a connection.
    ///
    /// - Parameters:
    ///   - size: Connections at most, from 1.
    ///   - logger: Gets failures to connect (warning) and discarded connections (debug).
    ///   - waitingMax: Callers that may wait at once; one more is refused with `.poolTimeout`.
    public init(
        _ settings: ConnectionSettings, size: Int, logger: Logger,
        waitingMax: Int = Pool.waitingMaxDefault
    ) {
        self.settings = settings
        self.logger = logger
        let backoff = Backoff(initial: .milliseconds(500), maximum: .seconds(2))
        state = Lock(
            PoolState(
                size: size, waitersMax: waitingMax, idleMax: Self.idleMax, backoff: backoff))
    }

    /// Runs `body` with a connection of its own, on that connection's thread.
    ///
    /// Session state that `body` leaves behind (`SET`, `LISTEN`, advisory locks, temporary tables)
    /// is found by whoever gets the connection next. A transaction left open, by an error or by
    /// mistake, costs the connection: it is closed.
    ///
    /// - Parameters:
    ///   - deadline: For waiting, connecting and all statements together. Default 10 s.
    ///   - body: Must not block for anything but the connection.
    /// - Throws: `.poolTimeout`, `.connectionFailed` (with the last reason), `.poolClosed`: `body`
    ///   has not run. Else what `body` throws. Cancelling the task cancels the statement under way
    ///   on the server and throws `.cancelled`.
    @discardableResult
    public func withConnection<T: Sendable>(
        deadline: Duration = .seconds(10),
        _ body: @Sendable (isolated Connection) throws -> T
    ) async throws -> T {
        let deadline = Deadline.after(deadline)
        while true {
            let connection = try await lease(until: deadline)
            let unit = Unit(deadline: deadline, interrupt: Interrupt())
            interrupts.withLock { $0[ObjectIdentifier(connection)] = unit.interrupt }
            let outcome = await connection.run(unit, closesUnlessReusable: true, body)
            interrupts.withLock { $0[ObjectIdentifier(connection)] = nil }
            switch outcome {
            case .stale:
                await release(connection, isReusable: false)
            case .finished(let result, let isReusable):
                await release(connection, isReusable: isReusable)
                return try result.get()
            }
        }
    }

    /// How many connections are open and idle, and how many callers wait.
    public var statistics: PoolStatistics {
        state.withLock { state in
            PoolStatistics(
                open: state.open, idle: state.idle.count, waiting: state.waiters.count)
        }
    }

    func nextID() -> Int {
        lastID.add(1, ordering: .relaxed).newValue
    }

    private func release(_ connection: Connection, isReusable: Bool) async {
        if !isReusable { logger.debug("connection discarded") }
        await performAll(
            state.withLock { $0.release(connection, isReusable: isReusable, now: .now) })
    }
}
