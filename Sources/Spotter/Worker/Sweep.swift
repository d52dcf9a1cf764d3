import Logging
import Postgres

/// Looks for dead workers' jobs and gives them back.
///
/// Every worker does, since a single one who does it could be the dead one; they keep out of each
/// other's way by locking one lease at a time and skipping what is locked.
struct Sweep: Sendable {
    /// A job that so many workers died of is failed as quarantined.
    static let deathsMax = 3
    /// Leases in one sweep; the rest is the next one's, a few seconds later.
    private static let leasesMax = 100

    let store: JobStore
    let workerID: Int64
    let lease: Duration
    let logger: Logger
    /// Called when jobs came back.
    let report: @Sendable () -> Void

    /// Sweeps three times a lease, until the task is cancelled.
    func run() async {
        while (try? await Task.sleep(for: lease / 3 * Double.random(in: 0.8...1))) != nil {
            do {
                try await sweep()
            } catch {
                if Task.isCancelled { return }
                // The next sweep comes at its usual time: an error says nothing about it.
                logger.warning(
                    "dead workers' jobs could not be looked for",
                    metadata: ["error": "\(String(reflecting: error))"])
            }
        }
    }

    private func sweep() async throws {
        let leases = try await store.withConnection { connection in
            try connection.query(store.statement(.leaseListLost), workerID, Int32(Self.leasesMax))
                .decode(Int64.self)
        }
        for lease in leases {
            do {
                try await rescue(lease)
            } catch let error as PostgresError where error.sqlState != nil {
                // This lease's trouble, not the others'.
                logger.warning(
                    "a dead worker's lease could not be rescued; trying again with the next sweep",
                    metadata: ["lease": "\(lease)", "error": "\(String(reflecting: error))"])
            }
        }
    }

    private func rescue(_ lease: Int64) async throws {
        let results = try await store.withConnection { connection in
            try connection.query(store.statement(.leaseRescue), lease, Int32(Self.deathsMax))
                .decode(Int.self, Int.self)
        }
        for (lost, quarantined) in results where lost > 0 {
            logger.notice(
                "a dead worker's jobs came back",
                metadata: ["jobs": "\(lost)", "quarantined": "\(quarantined)"])
            report()
        }
    }
}
