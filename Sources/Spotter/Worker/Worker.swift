public import Logging
public import Postgres
public import ServiceLifecycle
import Synchronization

/// Claims jobs, runs their handlers, and settles what became of them.
///
/// Run it in a `ServiceGroup`. At a graceful shutdown it claims no more and lets running handlers
/// finish; shortly before the grace is over it cancels those that still run and gives their jobs
/// back, without spending an attempt. When its task is cancelled it does the last at once.
///
/// It needs ``WorkerSettings/poolSize`` + 3 connections: one for heartbeats and notifications, two
/// for claims and settlements, the rest for handlers that work in the database.
public struct Worker: Service {
    private let settings: ConnectionSettings
    private let listen: ConnectionSettings
    private let schema: Schema
    private let handlers: Handlers
    private let worker: WorkerSettings
    private let logger: Logger

    /// Makes a worker; nothing happens until ``run()``.
    ///
    /// - Parameter listen: Where to hear of new jobs, when `settings` lead to a pooler, through
    ///   which that cannot be done; nil: the same as `settings`. Behind a pooler and without it, the
    ///   worker looks for jobs as often as ``WorkerSettings/pollMax`` says.
    /// - Throws: ``SpotterError`` `invalidSetting`, or `invalidHandler` if there is no handler.
    public init(
        settings: ConnectionSettings, listen: ConnectionSettings? = nil,
        schema: Schema = .standard, handlers: Handlers, worker: WorkerSettings, logger: Logger
    ) throws(SpotterError) {
        try worker.check()
        guard !handlers.kinds.isEmpty else {
            throw SpotterError(.invalidHandler, "a worker without handlers has nothing to do")
        }
        self.settings = settings
        self.listen = listen ?? settings
        self.schema = schema
        self.handlers = handlers
        self.worker = worker
        self.logger = logger
    }

    /// Works until it is asked to stop, and returns when everything is handed back.
    ///
    /// The database may come and go meanwhile; the worker waits for it.
    ///
    /// - Throws: ``SpotterError`` `workerStuck`: the process should be replaced.
    public func run() async throws {
        let stop = StopRequest()
        let shared = WorkerState(stop: stop)
        // A task of its own: what is cancelled cannot talk to the database, and a cancelled worker
        // still has jobs to give back.
        try await withTaskCancellationHandler {
            try await withGracefulShutdownHandler {
                try await Task { try await work(shared) }.value
            } onGracefulShutdown: {
                stop.raise(to: .drain)
            }
        } onCancel: {
            stop.raise(to: .handBack)
        }
    }

    private func work(_ shared: WorkerState) async throws {
        // The server ends a transaction that its client has left, before our lease runs out: until
        // then its rows would be waited for.
        var settings = settings
        settings.idleInTransactionTimeout = worker.lease * 2 / 3
        let control = Pool(settings, size: 2, logger: logger)
        let effects = Pool(settings, size: worker.poolSize, logger: logger)
        let store = JobStore(pool: control, schema: schema)
        var end = ClaimLoop.End.dead
        try await withThrowingDiscardingTaskGroup { group in
            group.addTask { await Shutdown(shared, grace: worker.shutdownGrace).run() }
            while end == .dead, let id = await register(store, shared) {
                shared.isDead.store(false, ordering: .releasing)
                var logger = logger
                logger[metadataKey: "worker.id"] = "\(id)"
                logger.info("worker started", metadata: ["kinds": "\(handlers.kinds)"])
                let settler = Settler(store: store, workerID: id, logger: logger)
                shared.settler.withLock { $0 = settler }
                end = await Incarnation(
                    listen: listen, store: store,
                    effects: JobStore(pool: effects, schema: schema), workerID: id,
                    handlers: handlers, worker: worker, shared: shared, settler: settler,
                    logger: logger
                ).run()
                logger.info("worker ended", metadata: ["reason": "\(end)"])
            }
            group.cancelAll()
        }
        await control.shutdown(deadline: .seconds(1))
        await effects.shutdown(deadline: .seconds(1))
        if end == .stuck {
            throw SpotterError(
                .workerStuck, "\(worker.concurrency) handlers do not stop; replace the process")
        }
    }

    /// Waits for the database if need be.
    ///
    /// Nil: asked to stop before there was one.
    private func register(_ store: JobStore, _ shared: WorkerState) async -> Int64? {
        let pause = Backoff(initial: .milliseconds(200), maximum: .seconds(5))
        var failedTries = 0
        while shared.stop.level == .none {
            do {
                return try await store.withConnection { connection in
                    try connection.query(
                        store.statement(.workerStart), worker.name, worker.release, worker.queues,
                        handlers.kinds, Int32(worker.concurrency), worker.lease / .seconds(1)
                    ).only(as: Int64.self)
                }
            } catch {
                failedTries += 1
                logger.warning(
                    "worker could not register; trying again",
                    metadata: ["error": "\(String(reflecting: error))"])
                await shared.wake.wait(upTo: pause.delay(attempt: failedTries))
            }
        }
        return nil
    }
}
