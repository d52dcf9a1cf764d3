import Postgres
import Synchronization
import Testing

@testable import Spotter

@Suite("A dead worker's jobs", .timeLimit(.minutes(2)))
struct RescueTests {
    /// Registers a worker that never beats, and lets it claim.
    private func deadWorker(
        _ queue: TestQueue, claims: Int, kind: String = "work", suspect: Bool = false
    ) async throws -> Int64 {
        try await queue.pool.withConnection { connection in
            let id = try connection.query(
                "SELECT spotter.worker_start('dead', 'r0', NULL, ARRAY[$1], 10, '1 second')", kind
            ).only(as: Int64.self)
            try connection.execute(
                "SELECT count(*) FROM spotter.claim($1, NULL, ARRAY[$2], $3, $4)", id, kind,
                Int32(claims), suspect)
            return id
        }
    }

    @Test("run elsewhere, and the dead worker can no longer commit")
    func rescued() async throws {
        try await TestQueue.with { queue in
            let ids = try await queue.enqueue("work", count: 20)
            let dead = try await deadWorker(queue, claims: 20)
            try await queue.withWorker {
                try $0.register(Kind.self) { _, _ in }
            } _: {
                try await eventually { try await queue.counts() == ["completed": 20] }
            }
            for id in ids {
                #expect(try await queue.outcomes(of: id) == ["lost", "completed"])
            }
            let error = await #expect(throws: PostgresError.self) {
                try await queue.execute(
                    "SELECT spotter.complete($1, $2, 1, 0.1)", dead, ids[0])
            }
            #expect(error?.sqlState == .attemptSettled)
        }
    }

    @Test("that nobody can rescue hold up none of the others")
    func oneCannotBeRescued() async throws {
        try await TestQueue.with { queue in
            let ids = try await queue.enqueue("work", count: 100)
            let stuck = ids[50]
            try await queue.execute(
                """
                CREATE FUNCTION refuse() RETURNS trigger LANGUAGE plpgsql AS $$
                BEGIN
                    IF NEW.job_id = \(stuck) AND NEW.state = 'lost' THEN RAISE 'refused'; END IF;
                    RETURN NEW;
                END $$
                """)
            try await queue.execute(
                "CREATE TRIGGER refuse BEFORE INSERT ON spotter.outcome_default"
                    + " FOR EACH ROW EXECUTE FUNCTION refuse()")
            _ = try await deadWorker(queue, claims: 100)
            try await queue.withWorker {
                try $0.register(Kind.self) { _, _ in }
            } _: {
                try await eventually { try await queue.counts()["completed"] == 99 }
                #expect(try await queue.state(of: stuck) == "running")
                try await queue.execute("DROP TRIGGER refuse ON spotter.outcome_default")
                try await eventually { try await queue.state(of: stuck) == "completed" }
            }
        }
    }

    @Test("are failed as quarantined after three deaths")
    func quarantine() async throws {
        try await TestQueue.with { queue in
            let poison = try await queue.enqueue("poison")[0]
            try await queue.withWorker {
                try $0.register(Kind.self) { _, _ in }
            } _: {
                for death in 1...3 {
                    _ = try await deadWorker(queue, claims: 1, kind: "poison", suspect: death > 1)
                    try await eventually {
                        try await queue.outcomes(of: poison).count == death
                    }
                }
            }
            #expect(try await queue.outcomes(of: poison) == ["lost", "lost", "failed"])
            let code: String = try await queue.value(
                "SELECT error_code FROM spotter.jobs WHERE id = $1", poison)
            #expect(code == "quarantined")
        }
    }

    @Test("run alone, one after another, until they are over")
    func suspectsAlone() async throws {
        try await TestQueue.with { queue in
            try await queue.enqueue("work", count: 8)
            _ = try await deadWorker(queue, claims: 8)
            let running = Atomic(0)
            let most = Mutex(0)
            try await queue.withWorker {
                try $0.register(Kind.self) { _, _ in
                    let now = running.add(1, ordering: .relaxed).newValue
                    most.withLock { $0 = max($0, now) }
                    try await Task.sleep(for: .milliseconds(20))
                    running.subtract(1, ordering: .relaxed)
                }
            } _: {
                try await eventually { try await queue.counts() == ["completed": 8] }
            }
            #expect(most.withLock { $0 } == 1)
        }
    }

    @Test("are left alone while their worker lives, however long they run")
    func longJob() async throws {
        try await TestQueue.with { queue in
            let id = try await queue.enqueue("work")[0]
            let other = TestQueue.quickSettings("other")
            try await queue.withWorker {
                try $0.register(Kind.self) { _, _ in try await Task.sleep(for: .seconds(9)) }
            } _: {
                try await eventually { try await queue.state(of: id) == "running" }
                try await queue.withWorker(other) {
                    try $0.register(Kind.self) { _, _ in }
                } _: {
                    try await eventually { try await queue.state(of: id) == "completed" }
                }
            }
            #expect(try await queue.outcomes(of: id) == ["completed"])
        }
    }

    @Test("that counted as dead works on under a new id")
    func bornAgain() async throws {
        try await TestQueue.with { queue in
            try await queue.withWorker {
                try $0.register(Kind.self) { _, _ in }
            } _: {
                try await eventually {
                    try await queue.value("SELECT count(*) = 1 FROM spotter.worker")
                }
                try await queue.execute(
                    "UPDATE spotter.worker SET ended_at = now(), end_reason = 'lost'")
                let id = try await queue.enqueue("work")[0]
                try await eventually { try await queue.state(of: id) == "completed" }
                let alive: Int = try await queue.value(
                    "SELECT count(*) FROM spotter.worker WHERE ended_at IS NULL")
                #expect(alive == 1)
            }
        }
    }
}
