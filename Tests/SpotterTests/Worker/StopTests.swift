import Postgres
import Synchronization
import Testing

@testable import Spotter

@Suite("Stopping a job", .timeLimit(.minutes(2)))
struct StopTests {
    struct Slow: Job {
        static let kind = "slow"
        static let defaults = JobDefaults(
            maxAttempts: 2, timeout: .milliseconds(300),
            retry: .waits([], doublingFrom: .milliseconds(10)))
    }

    @Test("a handler that outlives its timeout spends an attempt")
    func timeout() async throws {
        try await TestQueue.with { queue in
            let job = try await queue.store.enqueue(NewJob(Slow()))
            try await queue.withWorker {
                try $0.register(Slow.self) { _, _ in try await Task.sleep(for: .seconds(60)) }
            } _: {
                try await eventually { try await queue.state(of: job.id) == "failed" }
            }
            #expect(try await queue.outcomes(of: job.id) == ["retry", "failed"])
            let code: String = try await queue.value(
                "SELECT error_code FROM spotter.jobs WHERE id = $1", job.id)
            #expect(code == "timeout")
        }
    }

    @Test("a statement that outlives the timeout is cancelled on the server")
    func timeoutInTransaction() async throws {
        try await TestQueue.with { queue in
            let job = try await queue.store.enqueue(NewJob(Slow()))
            try await queue.withWorker {
                try $0.register(
                    Slow.self,
                    inTransaction: { _, _, connection in
                        try connection.execute("SELECT pg_sleep(60)")
                    })
            } _: {
                try await eventually { try await queue.state(of: job.id) == "failed" }
                let sleeping: Int = try await queue.value(
                    "SELECT count(*) FROM pg_stat_activity WHERE query = 'SELECT pg_sleep(60)'"
                        + " AND state = 'active' AND datname = current_database()")
                #expect(sleeping == 0)
            }
            #expect(try await queue.outcomes(of: job.id) == ["retry", "failed"])
        }
    }

    @Test("a handler that ignores its cancellation is settled all the same")
    func deaf() async throws {
        try await TestQueue.with { queue in
            let job = try await queue.store.enqueue(NewJob(Slow()))
            try await queue.withWorker {
                try $0.register(Slow.self) { _, _ in
                    // A task of its own does not hear of our cancellation.
                    await Task.detached { try? await Task.sleep(for: .seconds(6)) }.value
                }
            } _: {
                try await eventually { try await queue.state(of: job.id) == "failed" }
            }
        }
    }

    @Test("cancelling a running job stops its handler and its effect")
    func cancel() async throws {
        try await TestQueue.with { queue in
            try await queue.execute("CREATE TABLE effect (job_id bigint)")
            let ids = try await queue.enqueue("work")
            let isCancelled = Signal()
            try await queue.withWorker {
                try $0.register(Kind.self) { _, _ in
                    do {
                        try await Task.sleep(for: .seconds(60))
                    } catch {
                        isCancelled.raise()
                        throw error
                    }
                }
            } _: {
                try await eventually { try await queue.state(of: ids[0]) == "running" }
                let answer: String = try await queue.value(
                    "SELECT spotter.cancel($1, 'no longer wanted')", ids[0])
                #expect(answer == "cancelled")
                await isCancelled.wait(upTo: .seconds(10))
                try await eventually {
                    try await queue.value("SELECT count(*) = 0 FROM spotter.lease")
                }
            }
            #expect(try await queue.state(of: ids[0]) == "cancelled")
            #expect(try await queue.outcomes(of: ids[0]) == ["cancelled"])
        }
    }

    @Test("a shutdown lets short jobs finish and gives long ones back unspent")
    func shutdown() async throws {
        try await TestQueue.with { queue in
            let short = try await queue.enqueue("short", count: 5)
            let long = try await queue.enqueue("long", count: 5)
            let waiting = try await queue.enqueue("long", count: 40)
            var worker = TestQueue.quickSettings()
            worker.concurrency = 10
            worker.shutdownGrace = .seconds(3)
            let began = Atomic(0)
            let clock = ContinuousClock()
            var stopped = clock.now
            try await queue.withWorker(worker) {
                try $0.register(kind: "short", defaults: JobDefaults()) { _, _, connection in
                    began.add(1, ordering: .relaxed)
                    try connection.execute("SELECT pg_sleep(0.5)")
                }
                try $0.register(Long.self) { _, _ in
                    began.add(1, ordering: .relaxed)
                    try await Task.sleep(for: .seconds(60))
                }
            } _: {
                try await eventually { began.load(ordering: .relaxed) == 10 }
                stopped = clock.now
            }
            // The jobs would have run for a minute.
            #expect(stopped.duration(to: clock.now) < .seconds(30))
            for id in short { #expect(try await queue.outcomes(of: id) == ["completed"]) }
            for id in long { #expect(try await queue.outcomes(of: id) == ["released"]) }
            for id in waiting { #expect(try await queue.outcomes(of: id) == []) }
            #expect(try await queue.counts() == ["completed": 5, "available": 45])
            let failures: Int = try await queue.value("SELECT max(failures) FROM spotter.ready")
            #expect(failures == 0)
        }
    }

    struct Long: Job {
        static let kind = "long"
    }
}
