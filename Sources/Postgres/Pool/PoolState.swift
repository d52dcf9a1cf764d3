/// What a pool knows, as a value without I/O: events go in, an action for the shell comes out.
///
/// `Resource` is a connection, `Ticket` whatever resumes a waiting caller. At any time
/// `idle + leased + connecting <= size`.
///
/// ```
///             connected                acquire
/// connecting ───────────▶ idle ◀──────────────────▶ leased ──▶ (closed)
///     ▲  │ failed          │  release, good               release, bad
///     │  ▼                 ▼ too old
///  (backoff)            (closed)
/// ```
struct PoolState<Resource: AnyObject & Sendable, Ticket: Sendable>: Sendable {
    struct Idle: Sendable {
        let resource: Resource
        let since: ContinuousClock.Instant
    }

    struct Waiter: Sendable {
        let id: Int
        let ticket: Ticket
    }

    /// What the shell has to do, outside of the lock.
    struct Actions: Sendable {
        var close: [Resource] = []
        var grants: [(Ticket, Resource)] = []
        var refusals: [(Ticket, PostgresError)] = []
        /// Connections to open, each after its wait.
        var connects: [Duration] = []
        /// Callers of shutdown that have nothing left to wait for.
        var drained: [Ticket] = []
    }

    let size: Int
    let waitersMax: Int
    let idleMax: Duration
    let backoff: Backoff

    private(set) var idle: [Idle] = []
    private(set) var leased = 0
    private(set) var connecting = 0
    private(set) var waiters: [Waiter] = []
    private(set) var isClosed = false
    /// Attempts to connect that have failed since the last success.
    private(set) var failures = 0
    private(set) var lastFailure: PostgresError?
    private var notBefore: ContinuousClock.Instant?
    private var drainWaiters: [Waiter] = []

    init(size: Int, waitersMax: Int, idleMax: Duration, backoff: Backoff) {
        precondition(size >= 1, "a pool needs at least one connection")
        precondition(waitersMax >= 0, "a waiting line cannot be negative")
        self.size = size
        self.waitersMax = waitersMax
        self.idleMax = idleMax
        self.backoff = backoff
    }

    var open: Int { idle.count + leased }

    /// An idle connection right away, if nobody waits for one.
    mutating func take() -> Resource? {
        guard !isClosed, waiters.isEmpty, let last = idle.popLast() else { return nil }
        leased += 1
        return last.resource
    }

    /// Puts a caller at the end of the line.
    mutating func enqueue(id: Int, _ ticket: Ticket, now: ContinuousClock.Instant) -> Actions {
        var actions = Actions()
        if isClosed {
            actions.refusals.append((ticket, PostgresError(.poolClosed)))
        } else if let resource = take() {
            actions.grants.append((ticket, resource))
        } else if waiters.count >= waitersMax {
            let error = PostgresError(
                .poolTimeout, message: "\(waitersMax) callers are waiting already")
            actions.refusals.append((ticket, error))
        } else {
            waiters.append(Waiter(id: id, ticket: ticket))
            connectAsNeeded(&actions, now)
        }
        return actions
    }

    /// A caller gives up; nothing happens if it has left the line already.
    mutating func abandon(id: Int, _ error: PostgresError) -> Actions {
        var actions = Actions()
        if let index = waiters.firstIndex(where: { $0.id == id }) {
            actions.refusals.append((waiters.remove(at: index).ticket, error))
        }
        if let index = drainWaiters.firstIndex(where: { $0.id == id }) {
            actions.drained.append(drainWaiters.remove(at: index).ticket)
        }
        return actions
    }

    /// A connection comes back, to be used again unless `isReusable` is false.
    mutating func release(
        _ resource: Resource, isReusable: Bool, now: ContinuousClock.Instant
    ) -> Actions {
        var actions = Actions()
        leased -= 1
        settle(resource, isReusable: isReusable, &actions, now)
        return actions
    }

    /// A connection has been opened.
    mutating func connected(_ resource: Resource, now: ContinuousClock.Instant) -> Actions {
        var actions = Actions()
        connecting -= 1
        failures = 0
        lastFailure = nil
        notBefore = nil
        settle(resource, isReusable: true, &actions, now)
        return actions
    }

    /// An attempt to open a connection has failed.
    mutating func failed(_ error: PostgresError, now: ContinuousClock.Instant) -> Actions {
        var actions = Actions()
        connecting -= 1
        failures += 1
        lastFailure = error
        // Half of the wait is certain: full jitter alone could mean many attempts at once.
        let ceiling = backoff.ceiling(attempt: failures)
        notBefore = now.advanced(by: ceiling / 2 + backoff.delay(attempt: failures) / 2)
        connectAsNeeded(&actions, now)
        finishDraining(&actions)
        return actions
    }

    /// No more leases: the line is sent away and idle connections are closed.
    mutating func shutDown() -> Actions {
        var actions = Actions()
        isClosed = true
        actions.close = idle.map(\.resource)
        actions.refusals = waiters.map { ($0.ticket, PostgresError(.poolClosed)) }
        idle = []
        waiters = []
        return actions
    }

    /// Reports on `ticket` once nothing is leased or connecting any more.
    mutating func awaitDrained(id: Int, _ ticket: Ticket) -> Actions {
        var actions = Actions()
        drainWaiters.append(Waiter(id: id, ticket: ticket))
        finishDraining(&actions)
        return actions
    }

    private mutating func settle(
        _ resource: Resource, isReusable: Bool, _ actions: inout Actions,
        _ now: ContinuousClock.Instant
    ) {
        if isClosed || !isReusable {
            actions.close.append(resource)
        } else if !waiters.isEmpty {
            leased += 1
            actions.grants.append((waiters.removeFirst().ticket, resource))
        } else {
            idle.append(Idle(resource: resource, since: now))
        }
        // The last used is used next, so those at the front are the ones not needed.
        while let first = idle.first, first.since.duration(to: now) > idleMax {
            actions.close.append(idle.removeFirst().resource)
        }
        connectAsNeeded(&actions, now)
        finishDraining(&actions)
    }

    /// One connection on its way for each caller in line, as far as there is room; only one while
    /// the server does not answer, and not before its time.
    private mutating func connectAsNeeded(
        _ actions: inout Actions, _ now: ContinuousClock.Instant
    ) {
        guard !isClosed else { return }
        let limit = failures == 0 ? size : 1
        while connecting < min(limit, waiters.count), open + connecting < size {
            connecting += 1
            actions.connects.append(notBefore.map { max(.zero, now.duration(to: $0)) } ?? .zero)
        }
    }

    private mutating func finishDraining(_ actions: inout Actions) {
        guard leased == 0, connecting == 0 else { return }
        actions.drained += drainWaiters.map(\.ticket)
        drainWaiters = []
    }
}
