import Logging
import Postgres
import Synchronization

/// A worker's life under one id: from its registration to its end, or until others count it as dead.
struct Incarnation: Sendable {
    let listen: ConnectionSettings
    let store: JobStore
    let effects: JobStore
    let workerID: Int64
    let handlers: Handlers
    let worker: WorkerSettings
    let shared: WorkerState
    let settler: Settler
    let logger: Logger

    /// Returns when every job that was claimed is settled, or given up.
    func run() async -> ClaimLoop.End {
        let end = await withTaskGroup(of: Void.self) { parts in
            parts.addTask { await pulse.run() }
            parts.addTask { await sweep.run() }
            parts.addTask {
                await Retention(store: store, worker: worker, logger: logger).run()
            }
            // Apart from the group: it must still write when the others have been cancelled.
            let settling = Task { await settler.run() }
            let loop = ClaimLoop(
                store: store, effects: effects, workerID: workerID, handlers: handlers,
                settings: worker, shared: shared, settler: settler, logger: logger)
            let end = await loop.run()
            await settler.finish()
            await settling.value
            // Only now: a worker that drains still beats, or its jobs would be run twice.
            parts.cancelAll()
            return end
        }
        await sayGoodbye(end)
        return end
    }

    private var pulse: Pulse {
        Pulse(
            settings: listen, schema: store.schema, workerID: workerID, lease: worker.lease,
            logger: logger
        ) { [shared] event in
            switch event {
            case .wake: break
            case .ended(let attempts): shared.executions.stop(attempts, .cancelled)
            case .suspects: shared.hasSuspects.store(true, ordering: .releasing)
            case .dead: shared.isDead.store(true, ordering: .releasing)
            }
            shared.wake.raise()
        }
    }

    private var sweep: Sweep {
        Sweep(store: store, workerID: workerID, lease: worker.lease, logger: logger) { [shared] in
            shared.hasSuspects.store(true, ordering: .releasing)
            shared.wake.raise()
        }
    }

    /// Saves the others the wait for our lease to run out.
    ///
    /// If it cannot be said, they wait.
    private func sayGoodbye(_ end: ClaimLoop.End) async {
        let reason = end == .dead ? "lost" : end == .stuck ? "stuck" : "stopped"
        do {
            try await store.withConnection(deadline: .seconds(1)) { connection in
                try connection.execute(store.statement(.workerEnd), workerID, reason)
            }
        } catch {
            logger.notice(
                "the end of this worker could not be recorded; its lease runs out by itself",
                metadata: ["error": "\(String(reflecting: error))"])
        }
    }
}
