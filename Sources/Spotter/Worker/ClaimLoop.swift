import Logging
import Postgres
import Synchronization

/// Claims jobs for free slots and runs them, until the worker is asked to stop.
struct ClaimLoop: Sendable {
    enum End: Sendable {
        /// Asked to stop; everything that ran is settled.
        case drained
        /// This worker counts as dead; its jobs run elsewhere.
        case dead
        /// Handlers that do not stop have taken every slot.
        case stuck
    }

    /// The first pause after an empty claim; it doubles up to the settings' `pollMax`.
    static let pauseMin = Duration.milliseconds(10)
    /// How long to keep to oneself for jobs that saw a worker die, and to the others in between.
    static let isolationMax = Duration.seconds(10)

    let store: JobStore
    let effects: JobStore
    let workerID: Int64
    let handlers: Handlers
    let settings: WorkerSettings
    let shared: WorkerState
    let settler: Settler
    let logger: Logger

    /// Returns when every job that it started has been settled.
    func run() async -> End {
        await withDiscardingTaskGroup(returning: End.self) { jobs in
            var pause = Self.pauseMin
            var failedTries = 0
            var isolation = Isolation()
            var check = LeaseCheck()
            while true {
                if let end { return end }
                do {
                    if check.isDue {
                        try await returnUnknownLeases()
                        check.passed()
                    }
                    if isolation.isDue(shared) {
                        try await isolate(&isolation, &jobs)
                    }
                    let free = settings.concurrency - shared.executions.takenCount
                    guard free > 0 else {
                        await shared.wake.wait(upTo: settings.pollMax)
                        continue
                    }
                    let claimed = try await claim(free, suspect: false)
                    failedTries = 0
                    for job in claimed { await start(job, &jobs) }
                    if claimed.isEmpty {
                        if shared.executions.count == 0 { isolation.allow() }
                        await shared.wake.wait(upTo: pause * Double.random(in: 0.8...1.2))
                        pause = min(pause * 2, settings.pollMax)
                    } else {
                        pause = Self.pauseMin
                    }
                } catch let error as PostgresError where error.sqlState == .workerDead {
                    shared.isDead.store(true, ordering: .releasing)
                } catch {
                    failedTries += 1
                    check.claimFailed()
                    logger.warning(
                        "jobs could not be claimed; trying again",
                        metadata: ["error": "\(String(reflecting: error))"])
                    let wait = Backoff(initial: .milliseconds(100), maximum: .seconds(5))
                    await shared.wake.wait(upTo: wait.delay(attempt: failedTries))
                }
            }
        }
    }

    private var end: End? {
        if shared.stop.level > .none { return .drained }
        if shared.isDead.load(ordering: .acquiring) {
            // Others take these jobs over. What they have not ended yet is released, and whoever
            // comes second finds the attempt's outcome there.
            shared.executions.stopAll(.cancelled)
            return .dead
        }
        return shared.executions.stuckCount >= settings.concurrency ? .stuck : nil
    }

    private func claim(_ limit: Int, suspect: Bool) async throws -> [ClaimedJob] {
        let jobs = try await store.withConnection { connection in
            try connection.query(
                store.statement(.jobClaim), workerID, settings.queues, handlers.kinds,
                Int32(clamping: limit), suspect
            ).map { row throws(PostgresError) in try ClaimedJob(row) }
        }
        if let first = jobs.first {
            await settler.open(lease: first.leaseID, jobs: jobs.count)
        }
        return jobs
    }

    /// Gives back what a claim has taken whose answer was lost with its connection.
    private func returnUnknownLeases() async throws {
        let known = await settler.openLeases
        let returned = try await store.withConnection { connection in
            try connection.query(store.statement(.leaseReturn), workerID, known).only(as: Int.self)
        }
        if returned > 0 {
            logger.notice(
                "jobs of a claim whose answer was lost were given back",
                metadata: ["jobs": "\(returned)"])
        }
    }

    private func start(_ job: ClaimedJob, _ jobs: inout DiscardingTaskGroup) async {
        let execution = Execution()
        shared.executions.add(execution, for: job.attemptID)
        jobs.addTask {
            await settler.settle(await attempt(job, in: execution))
            shared.executions.remove(job.attemptID)
            shared.wake.raise()
        }
    }

    private func attempt(_ job: ClaimedJob, in execution: Execution) async -> Settlement {
        guard shared.stop.level == .none, let handler = handlers.byKind[job.kind] else {
            // Claimed at the very moment of the stop.
            return Settlement(job, .released(nil, after: .zero), elapsed: nil)
        }
        let attempt = Attempt(
            job: job, handler: handler, effects: effects, workerID: workerID, logger: logger)
        let (settlement, isStuck) = await attempt.run(in: execution) {
            shared.executions.changeStuck(by: -1)
            shared.wake.raise()
        }
        if isStuck { shared.executions.changeStuck(by: 1) }
        return settlement
    }

    /// Runs jobs that saw a worker die, one at a time and, for a while, alone: if one of them is
    /// what killed the worker, it convicts itself and takes nobody with it.
    private func isolate(
        _ isolation: inout Isolation, _ jobs: inout DiscardingTaskGroup
    ) async throws {
        let limit = Deadline.after(Self.isolationMax)
        defer { isolation.pause() }
        while shared.executions.count > 0, !limit.isPast, end == nil {
            await shared.wake.wait(upTo: .milliseconds(250))
        }
        while end == nil {
            guard let suspect = try await claim(1, suspect: true).first else {
                shared.hasSuspects.store(false, ordering: .releasing)
                return
            }
            await start(suspect, &jobs)
            isolation.suspect = suspect.attemptID
            while shared.executions.isRunning(suspect.attemptID), !limit.isPast, end == nil {
                await shared.wake.wait(upTo: .milliseconds(250))
            }
            if limit.isPast { return }
        }
    }
}
