import Postgres
import Synchronization
import Testing

@testable import Spotter

@Suite("A worker", .timeLimit(.minutes(2)))
struct WorkerTests {
    struct Effect: Job {
        static let kind = "effect"
        static let defaults = JobDefaults(
            maxAttempts: 3, retry: .waits([], doublingFrom: .milliseconds(10)))
        var key: String
    }

    @Test("completes what was enqueued before it started, with no further sign")
    func backlog() async throws {
        try await TestQueue.with { queue in
            try await queue.enqueue("work", count: 500)
            let runs = Atomic(0)
            try await queue.withWorker {
                try $0.register(Kind.self) { _, _ in runs.add(1, ordering: .relaxed) }
            } _: {
                try await eventually { try await queue.counts() == ["completed": 500] }
            }
            #expect(runs.load(ordering: .relaxed) == 500)
        }
    }

    @Test("four workers run 2000 jobs once each")
    func manyWorkers() async throws {
        try await TestQueue.with { queue in
            let ids = try await queue.enqueue("work", count: 2000)
            let seen = Mutex<[Int64: Int]>([:])
            let register: @Sendable (inout Handlers) throws -> Void = { handlers in
                try handlers.register(Kind.self) { _, context in
                    seen.withLock { $0[context.id, default: 0] += 1 }
                }
            }
            try await withThrowingTaskGroup(of: Void.self) { group in
                for index in 0..<4 {
                    group.addTask {
                        let worker = TestQueue.quickSettings("w\(index)")
                        try await queue.withWorker(worker, register: register) {
                            try await eventually {
                                try await queue.counts() == ["completed": 2000]
                            }
                        }
                    }
                }
                try await group.waitForAll()
            }
            #expect(seen.withLock { $0 } == Dictionary(uniqueKeysWithValues: ids.map { ($0, 1) }))
            let attempts: Int = try await queue.value("SELECT max(attempt) FROM spotter.outcome")
            #expect(attempts == 1)
            let left: Int = try await queue.value("SELECT count(*) FROM spotter.lease")
            #expect(left == 0)
        }
    }

    @Test("commits effect and completion together, and neither when the handler fails")
    func transaction() async throws {
        try await TestQueue.with { queue in
            try await queue.execute("CREATE TABLE effect (key text, job_id bigint)")
            let job = try await queue.store.enqueue(NewJob(Effect(key: "a")))
            let tries = Atomic(0)
            try await queue.withWorker {
                try $0.register(
                    Effect.self,
                    inTransaction: { effect, context, connection in
                        try connection.execute(
                            "INSERT INTO effect VALUES ($1, $2)", effect.key, context.id)
                        if tries.add(1, ordering: .relaxed).newValue < 3 {
                            throw JobFailure.retry("not yet", after: .milliseconds(5))
                        }
                    })
            } _: {
                try await eventually { try await queue.state(of: job.id) == "completed" }
            }
            #expect(try await queue.outcomes(of: job.id) == ["retry", "retry", "completed"])
            let effects: Int = try await queue.value("SELECT count(*) FROM effect")
            #expect(effects == 1)
            let shared: Bool = try await queue.value(
                "SELECT e.xmin = o.xmin FROM effect e JOIN spotter.outcome o USING (job_id)"
                    + " WHERE o.state = 'completed'")
            #expect(shared, "effect and completion were written by different transactions")
        }
    }

    @Test("fails a job whose attempts are used up, with every error kept")
    func usedUp() async throws {
        try await TestQueue.with { queue in
            let job = try await queue.store.enqueue(NewJob(Effect(key: "a")))
            try await queue.withWorker {
                try $0.register(Effect.self) { _, context in
                    throw JobFailure.retry(
                        "no \0 \(context.attempt) \(String(repeating: "x", count: 1 << 20))",
                        after: .milliseconds(5))
                }
            } _: {
                try await eventually { try await queue.state(of: job.id) == "failed" }
            }
            #expect(try await queue.outcomes(of: job.id) == ["retry", "retry", "failed"])
            let errors: [String] = try await queue.value(
                "SELECT array_agg(left(error, 6) ORDER BY attempt) FROM spotter.attempts")
            #expect(errors == (1...3).map { "no \u{FFFD} \($0)" })
            let longest: Int = try await queue.value(
                "SELECT max(octet_length(error)) FROM spotter.attempts")
            #expect(longest <= 8192)
        }
    }

    @Test(
        "fails at once what no retry can mend",
        arguments: [
            "SELECT 1/0", "INSERT INTO strict VALUES (1), (1)", "SELECT 'x'::int",
        ])
    func permanent(sql: String) async throws {
        try await TestQueue.with { queue in
            try await queue.execute("CREATE TABLE strict (id int PRIMARY KEY)")
            let job = try await queue.store.enqueue(NewJob(Effect(key: "a")))
            try await queue.withWorker {
                try $0.register(
                    Effect.self,
                    inTransaction: { _, _, connection in
                        try connection.execute(Statement(sql: sql))
                    })
            } _: {
                try await eventually { try await queue.state(of: job.id) == "failed" }
            }
            #expect(try await queue.outcomes(of: job.id) == ["failed"])
        }
    }

    @Test(
        "spends no attempt on trouble of the database",
        arguments: [
            "40001", "40P01", "55P03", "57014", "57P01", "57P03", "53300", "53200", "53100",
            "25006",
            "08006",
        ])
    func infrastructure(sqlState: String) async throws {
        try await TestQueue.with { queue in
            let job = try await queue.store.enqueue(NewJob(Effect(key: "a")))
            let tries = Atomic(0)
            try await queue.withWorker {
                try $0.register(
                    Effect.self,
                    inTransaction: { _, _, connection in
                        guard tries.add(1, ordering: .relaxed).newValue == 1 else { return }
                        try connection.executeScript(
                            "DO $$ BEGIN RAISE EXCEPTION 'x' USING ERRCODE = '\(sqlState)'; END $$")
                    })
            } _: {
                try await eventually { try await queue.state(of: job.id) == "completed" }
            }
            #expect(try await queue.outcomes(of: job.id) == ["released", "completed"])
        }
    }

    @Test("gives a job back when an error only looks as if somebody else had ended it")
    func falseFence() async throws {
        try await TestQueue.with { queue in
            let job = try await queue.store.enqueue(NewJob(Effect(key: "a")))
            let tries = Atomic(0)
            try await queue.withWorker {
                try $0.register(
                    Effect.self,
                    inTransaction: { _, _, connection in
                        guard tries.add(1, ordering: .relaxed).newValue == 1 else { return }
                        try connection.executeScript(
                            "DO $$ BEGIN RAISE EXCEPTION 'x' USING ERRCODE = 'SP002'; END $$")
                    })
            } _: {
                try await eventually { try await queue.state(of: job.id) == "completed" }
            }
            #expect(try await queue.outcomes(of: job.id) == ["released", "completed"])
        }
    }

    @Test("snoozes without spending an attempt")
    func snooze() async throws {
        try await TestQueue.with { queue in
            let job = try await queue.store.enqueue(NewJob(Effect(key: "a")))
            try await queue.withWorker {
                try $0.register(Effect.self) { _, context in
                    if context.attempt < 6 { throw Snooze(for: .milliseconds(1)) }
                }
            } _: {
                try await eventually { try await queue.state(of: job.id) == "completed" }
            }
            let failures: Int = try await queue.value(
                "SELECT count(*) FROM spotter.outcome WHERE state = 'snoozed'")
            #expect(failures == 5)
        }
    }

    @Test("leaves kinds it does not know to others")
    func unknownKind() async throws {
        try await TestQueue.with { queue in
            let unknown = try await queue.enqueue("of the next release", count: 50)
            try await queue.enqueue("work", count: 50)
            try await queue.withWorker {
                try $0.register(Kind.self) { _, _ in }
            } _: {
                try await eventually { try await queue.counts()["completed"] == 50 }
            }
            #expect(try await queue.counts() == ["completed": 50, "available": 50])
            #expect(try await queue.outcomes(of: unknown[0]) == [])
        }
    }

    @Test("takes smaller priorities first, and equals in order")
    func priorities() async throws {
        try await TestQueue.with { queue in
            let late = try await queue.enqueue("work", count: 3) { $0.priority = 9 }
            let early = try await queue.enqueue("work", count: 3) { $0.priority = -9 }
            let order = Mutex<[Int64]>([])
            var worker = TestQueue.quickSettings()
            worker.concurrency = 1
            try await queue.withWorker(worker) {
                try $0.register(Kind.self) { _, context in order.withLock { $0.append(context.id) }
                }
            } _: {
                try await eventually { try await queue.counts() == ["completed": 6] }
            }
            #expect(order.withLock { $0 } == early + late)
        }
    }

    @Test("is woken by an enqueue, long before it would look by itself")
    func wakeUp() async throws {
        try await TestQueue.with { queue in
            var worker = TestQueue.quickSettings()
            worker.pollMax = .seconds(60)
            try await queue.withWorker(worker) {
                try $0.register(Kind.self) { _, _ in }
            } _: {
                for _ in 0..<5 {
                    try await eventually {
                        try await queue.value(
                            "SELECT coalesce(bool_or(idle), false) FROM spotter.worker")
                    }
                    // The pause after an empty claim doubles: from here on it is a matter of NOTIFY.
                    try await queue.enqueue("work")
                    try await eventually(within: .seconds(10)) {
                        try await queue.counts()["available"] == nil
                    }
                }
            }
        }
    }
}

/// A job without arguments.
struct Kind: Job {
    static let kind = "work"
}
