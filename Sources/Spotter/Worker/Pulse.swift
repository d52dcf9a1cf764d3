import Logging
import Postgres

/// The worker's sign of life: a connection with a thread of its own that beats, listens, and does
/// nothing else.
///
/// It runs on its own thread from beat to beat, so that handlers which compute without a pause, and
/// so hold all of Swift's shared threads, cannot make their worker look dead.
struct Pulse: Sendable {
    /// What the rest of the worker should know.
    enum Event: Sendable {
        /// There may be something to claim.
        case wake
        /// These jobs' attempts were ended by somebody else.
        case ended([AttemptID])
        /// A job that saw a worker die is due.
        case suspects
        /// This worker counts as dead.
        case dead
    }

    /// A connection's unit of work needs a deadline, and this one has none but the process's end.
    private static let lifetime = Duration.seconds(10 * 365 * 86_400)

    let settings: ConnectionSettings
    let schema: Schema
    let workerID: Int64
    let lease: Duration
    let logger: Logger
    let report: @Sendable (Event) -> Void

    /// Beats until the task is cancelled or the worker counts as dead.
    ///
    /// Reconnects for ever.
    func run() async {
        while !Task.isCancelled {
            do throws(PostgresError) {
                return try await DedicatedThread.run { await keepBeating() }
            } catch {
                logger.error(
                    "no thread for the heartbeat; trying again",
                    metadata: ["error": "\(String(reflecting: error))"])
                try? await Task.sleep(for: .seconds(1))
            }
        }
    }

    private func keepBeating() async {
        let pause = Backoff(initial: .milliseconds(100), maximum: .seconds(2))
        var failedTries = 0
        while !Task.isCancelled {
            let began = ContinuousClock.now
            do {
                try await Connection.with(settings, deadline: .after(lease)) { connection in
                    try await connection.run(deadline: Self.lifetime) { try beat(on: $0) }
                }
                report(.dead)
                return
            } catch {
                if Task.isCancelled { return }
                // A connection that held for a while was a good one: begin again with short waits.
                failedTries = began.duration(to: .now) > lease ? 0 : failedTries + 1
                logger.warning(
                    "heartbeat interrupted; trying again",
                    metadata: ["error": "\(String(reflecting: error))"])
                // The first time at once: a timer may be late when handlers hold all threads.
                if failedTries > 1 { try? await Task.sleep(for: pause.delay(attempt: failedTries)) }
            }
        }
    }

    /// Returns when the worker counts as dead.
    private func beat(on connection: isolated Connection) throws {
        if !settings.pooler {
            try connection.within(lease) { connection in
                try connection.listen(to: [schema.rewrite("spotter.wake"), cancelChannel])
            }
        }
        // What was announced while nobody listened.
        report(.wake)
        while true {
            let next = Deadline.after(lease / 3 * Double.random(in: 0.9...1))
            let rows = try connection.within(lease / 2) { connection in
                try connection.query(schema.rewrite(.workerBeat), workerID)
            }
            for (isAlive, hasSuspects, jobs, attempts) in try rows.decode(
                Bool.self, Bool.self, [Int64].self, [Int].self)
            {
                guard isAlive else { return }
                if hasSuspects { report(.suspects) }
                if !jobs.isEmpty { report(.ended(zip(jobs, attempts).map(AttemptID.init))) }
            }
            while !next.isPast {
                for notification in try connection.notifications(waitingUpTo: next.remaining) {
                    hear(notification)
                }
            }
        }
    }

    private var cancelChannel: String { schema.rewrite("spotter.cancel") }

    private func hear(_ notification: Notification) {
        if notification.channel == cancelChannel {
            if let attempt = AttemptID(notification.payload) { report(.ended([attempt])) }
        } else {
            report(.wake)
        }
    }
}
