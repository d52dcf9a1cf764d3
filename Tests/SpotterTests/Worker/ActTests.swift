import Postgres
import Testing

@testable import Spotter

@Suite("Admins' acts", .timeLimit(.minutes(2)))
struct ActTests {
    /// A job that has failed for good.
    private func failedJob(_ queue: TestQueue) async throws -> Int64 {
        let id = try await queue.enqueue("work")[0]
        try await queue.withWorker {
            try $0.register(Kind.self) { _, _ in throw JobFailure.permanent("broken") }
        } _: {
            try await eventually { try await queue.state(of: id) == "failed" }
        }
        return id
    }

    @Test("a failed job requeued by forty at once runs once more")
    func requeueRace() async throws {
        try await TestQueue.with { queue in
            let id = try await failedJob(queue)
            let answers = try await withThrowingTaskGroup(of: String.self) { group in
                for index in 0..<40 {
                    group.addTask {
                        try await queue.value(
                            "SELECT spotter.requeue($1, 'mended', $2, 'test')", id, "admin \(index)"
                        )
                    }
                }
                return try await group.reduce(into: []) { $0.append($1) }
            }
            #expect(answers.filter { $0 == "requeued" }.count == 1)
            #expect(answers.filter { $0 == "available" }.count == 39)
            try await queue.withWorker {
                try $0.register(Kind.self) { _, _ in }
            } _: {
                try await eventually { try await queue.state(of: id) == "completed" }
            }
            #expect(try await queue.outcomes(of: id) == ["failed", "completed"])
            let answer: String = try await queue.value("SELECT spotter.requeue($1, 'again')", id)
            #expect(answer == "completed")
            let acts: Int = try await queue.value(
                "SELECT count(*) FROM spotter.act WHERE action = 'requeue' AND reason = 'mended'")
            #expect(acts == 1)
        }
    }

    @Test("a requeue that another one and the job's completion have overtaken does nothing")
    func overtaken() async throws {
        try await TestQueue.with { queue in
            let id = try await failedJob(queue)
            // The slow admin's act waits until this connection lets it go.
            try await queue.execute(
                """
                CREATE FUNCTION wait_for_it() RETURNS trigger LANGUAGE plpgsql AS $$
                BEGIN
                    IF NEW.actor = 'slow' THEN PERFORM pg_advisory_xact_lock(42); END IF;
                    RETURN NEW;
                END $$
                """)
            try await queue.execute(
                "CREATE TRIGGER wait_for_it BEFORE INSERT ON spotter.act"
                    + " FOR EACH ROW EXECUTE FUNCTION wait_for_it()")
            let holder = try await Connection.connect(
                queue.settings, deadline: .after(.seconds(5)))
            try await holder.run(deadline: .seconds(5)) { connection in
                _ = try connection.query("SELECT pg_advisory_lock(42)")
            }
            async let slow: String = queue.value("SELECT spotter.requeue($1, 'x', 'slow')", id)
            try await eventually {
                try await queue.value(
                    "SELECT count(*) = 1 FROM pg_locks l JOIN pg_database d ON d.oid = l.database"
                        + " WHERE d.datname = current_database() AND locktype = 'advisory'"
                        + " AND NOT granted")
            }
            let fast: String = try await queue.value("SELECT spotter.requeue($1, 'x', 'fast')", id)
            #expect(fast == "requeued")
            try await queue.withWorker {
                try $0.register(Kind.self) { _, _ in }
            } _: {
                try await eventually { try await queue.state(of: id) == "completed" }
            }
            await holder.close()
            #expect(try await slow == "completed")
            #expect(try await queue.outcomes(of: id) == ["failed", "completed"])
            let waiting: Int = try await queue.value("SELECT count(*) FROM spotter.ready")
            #expect(waiting == 0)
        }
    }

    @Test("a requeued job has its whole budget again")
    func budget() async throws {
        struct Failing: Job {
            static let kind = "fails"
            static let defaults = JobDefaults(
                maxAttempts: 2, retry: .waits([], doublingFrom: .milliseconds(5)))
        }
        struct Broken: Error {}
        try await TestQueue.with { queue in
            let id = try await queue.store.enqueue(NewJob(Failing())).id
            try await queue.withWorker {
                try $0.register(Failing.self) { _, _ in throw Broken() }
            } _: {
                for round in 1...3 {
                    try await eventually {
                        try await queue.outcomes(of: id).count == round * 2
                    }
                    #expect(try await queue.state(of: id) == "failed")
                    try await queue.execute("SELECT spotter.requeue($1, 'once more')", id)
                }
            }
        }
    }

    @Test("a waiting job can be cancelled and requeued, and released when it is not due")
    func waiting() async throws {
        try await TestQueue.with { queue in
            func act(_ name: String, _ id: Int64) async throws -> String {
                try await queue.value("SELECT spotter.\(name)($1, 'because')", id)
            }
            let later = try await queue.enqueue("work") { $0.due = .after(.seconds(3600)) }[0]
            #expect(try await act("requeue", later) == "scheduled")
            #expect(try await act("release", later) == "released")
            #expect(try await queue.state(of: later) == "available")
            #expect(try await act("release", later) == "available")
            #expect(try await act("cancel", later) == "cancelled")
            #expect(try await act("cancel", later) == "cancelled")
            #expect(try await act("release", later) == "cancelled")
            #expect(try await act("requeue", later) == "requeued")
            #expect(try await queue.state(of: later) == "available")
            for name in ["requeue", "cancel", "release"] {
                #expect(try await act(name, 404) == "unknown")
            }
            let history: [String] = try await queue.value(
                "SELECT array_agg(action ORDER BY id) FROM spotter.act")
            #expect(history == ["release", "cancel", "requeue"])
        }
    }

    @Test("a reason is asked for")
    func reason() async throws {
        try await TestQueue.with { queue in
            let id = try await queue.enqueue("work")[0]
            for name in ["requeue", "cancel", "release"] {
                let error = await #expect(throws: PostgresError.self) {
                    try await queue.execute("SELECT spotter.\(name)($1, '')", id)
                }
                #expect(error?.sqlState?.rawValue == "22023")
            }
        }
    }

    @Test("cancel, release, claim and complete at once leave each job in one place")
    func allAtOnce() async throws {
        try await TestQueue.with { queue in
            let ids = try await queue.enqueue("work", count: 20)
            try await queue.withWorker {
                try $0.register(Kind.self) { _, _ in try await Task.sleep(for: .milliseconds(3)) }
            } _: {
                try await withThrowingTaskGroup(of: Void.self) { group in
                    for round in 0..<200 {
                        let id = ids[round % ids.count]
                        let name = ["cancel", "release", "requeue"][round % 3]
                        group.addTask {
                            try await queue.execute("SELECT spotter.\(name)($1, 'x')", id)
                        }
                    }
                    try await group.waitForAll()
                }
                try await eventually {
                    let counts = try await queue.counts()
                    return counts["completed", default: 0] + counts["cancelled", default: 0] == 20
                }
            }
            let left: Int = try await queue.value(
                "SELECT (SELECT count(*) FROM spotter.ready) + (SELECT count(*) FROM spotter.lease)"
            )
            #expect(left == 0)
        }
    }
}
