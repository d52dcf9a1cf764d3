import Postgres
import ServiceLifecycle

/// Closes the pools when everything that uses them has stopped.
struct PoolService: Service {
    let pools: [Pool]

    func run() async throws {
        try? await gracefulShutdown()
        await withDiscardingTaskGroup { group in
            for pool in pools {
                group.addTask { await pool.shutdown(deadline: .seconds(2)) }
            }
        }
    }
}
