import Logging
import Postgres

/// Writes outcomes to the database, all that have come since the last round trip in one statement,
/// and does not give up: an outcome that is not written leaves its job running for ever.
///
/// Writing twice is harmless: an attempt has one outcome, and the second insert does nothing. So
/// every error is answered by trying again, an ambiguous commit too.
actor Settler {
    /// Rows in one statement; keeps one statement's memory and lock time small.
    private static let batchMax = 1000

    private struct Waiting {
        let settlement: Settlement
        let done: CheckedContinuation<Void, Never>
    }

    private let store: JobStore
    private let workerID: Int64
    private let logger: Logger
    private let signal = Signal()
    private var waiting: [Waiting] = []
    private var leases: [Int64: Int] = [:]
    private var endedLeases: [Int64] = []
    private var isFinishing = false
    private var isGivenUp = false

    init(store: JobStore, workerID: Int64, logger: Logger) {
        self.store = store
        self.workerID = workerID
        self.logger = logger
    }

    /// Notes how many jobs a lease holds; it ends with the last of them.
    func open(lease: Int64, jobs: Int) {
        leases[lease] = jobs
    }

    /// The leases that are not over yet, as far as this worker knows.
    var openLeases: [Int64] { Array(leases.keys) + endedLeases }

    /// Waits until the outcome is written, or the settler has given up.
    func settle(_ settlement: Settlement) async {
        if isGivenUp { return }
        await withCheckedContinuation { done in
            waiting.append(Waiting(settlement: settlement, done: done))
            signal.raise()
        }
    }

    /// Writes until ``finish()`` and everything is written, or until ``giveUp()``.
    ///
    /// Its task must not be cancelled: a cancelled task cannot talk to the database.
    func run() async {
        var failedTries = 0
        while !isGivenUp {
            if waiting.isEmpty && endedLeases.isEmpty {
                if isFinishing { return }
                await signal.wait(upTo: .seconds(60))
                continue
            }
            let batch = Array(waiting.prefix(Self.batchMax))
            waiting.removeFirst(batch.count)
            if await write(batch) {
                failedTries = 0
            } else {
                failedTries += 1
                let pause = Backoff(initial: .milliseconds(100), maximum: .seconds(2))
                // Not the signal: more outcomes are no reason to press a database in trouble.
                try? await Task.sleep(for: pause.delay(attempt: failedTries))
            }
        }
    }

    /// Lets ``run()`` end when everything is written.
    func finish() {
        isFinishing = true
        signal.raise()
    }

    /// Lets everybody go whose outcome is not written yet.
    ///
    /// Their jobs come back with the lease.
    func giveUp() {
        isGivenUp = true
        for waiter in waiting { waiter.done.resume() }
        waiting = []
        signal.raise()
    }

    /// Writes one batch; what could not be written waits again.
    private func write(_ batch: [Waiting]) async -> Bool {
        let settlements = batch.map(\.settlement)
        let ended = endedLeases + leave(settlements)
        endedLeases = []
        do {
            try await store.settle(settlements, worker: workerID, endedLeases: ended)
            for waiter in batch { waiter.done.resume() }
            return true
        } catch {
            logger.warning(
                "outcomes could not be written; trying again",
                metadata: ["jobs": "\(batch.count)", "error": "\(String(reflecting: error))"])
            endedLeases = ended
        }
        if isGivenUp {
            for waiter in batch { waiter.done.resume() }
        } else if batch.count > 1 {
            // One of them may be what the database objects to: it must not hold up the others.
            return await writeEach(batch)
        } else {
            waiting.append(contentsOf: batch.map(rejoin))
        }
        return false
    }

    private func writeEach(_ batch: [Waiting]) async -> Bool {
        var isAllWritten = true
        for waiter in batch {
            do {
                try await store.settle([waiter.settlement], worker: workerID, endedLeases: [])
                waiter.done.resume()
            } catch {
                isAllWritten = false
                waiting.append(rejoin(waiter))
                // With the database away each try costs its whole deadline: the rest waits.
                if let error = error as? PostgresError, error.sqlState == nil {
                    let rest = batch.drop { $0.settlement.job.id != waiter.settlement.job.id }
                    waiting.append(contentsOf: rest.dropFirst().map(rejoin))
                    break
                }
            }
        }
        return isAllWritten
    }

    private func rejoin(_ waiter: Waiting) -> Waiting {
        let lease = waiter.settlement.job.leaseID
        endedLeases.removeAll { $0 == lease }
        leases[lease, default: 0] += 1
        return waiter
    }

    /// Takes these jobs out of their leases; returns the leases that are empty now.
    private func leave(_ settlements: [Settlement]) -> [Int64] {
        settlements.compactMap { settlement in
            let lease = settlement.job.leaseID
            leases[lease, default: 1] -= 1
            guard leases[lease] == 0 else { return nil }
            leases[lease] = nil
            return lease
        }
    }
}
