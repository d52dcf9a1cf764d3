import Postgres
import Spotter
import Testing

@Suite("Enqueuing", .timeLimit(.minutes(2)))
struct EnqueueTests {
    struct Greet: Job {
        static let kind = "greet"
        static let defaults = JobDefaults(queue: "greetings", priority: 3, maxAttempts: 7)
        var name: String
    }

    @Test("a job has its arguments and its kind's defaults")
    func typedJob() async throws {
        try await TestQueue.with { queue in
            let added = try await queue.store.enqueue(NewJob(Greet(name: "Grüß \"Dich\" 🏃")))
            #expect(added.outcome == .created)
            let name: String = try await queue.value(
                "SELECT args->>'name' FROM spotter.jobs WHERE id = $1 AND kind = 'greet'"
                    + " AND queue = 'greetings' AND priority = 3 AND max_attempts = 7", added.id)
            #expect(name == "Grüß \"Dich\" 🏃")
            #expect(try await queue.state(of: added.id) == "available")
        }
    }

    @Test("a job that is due later is scheduled")
    func scheduled() async throws {
        try await TestQueue.with { queue in
            let ids = try await queue.enqueue("later") { $0.due = .after(.seconds(3600)) }
            #expect(try await queue.state(of: ids[0]) == "scheduled")
            let seconds: Double = try await queue.value(
                "SELECT extract(epoch FROM run_at - created_at)::float8 FROM spotter.jobs")
            #expect(seconds == 3600)
        }
    }

    @Test("a key makes one job, and says so")
    func key() async throws {
        try await TestQueue.with { queue in
            var job = try NewJob(Greet(name: "once"))
            job.key = "k"
            let first = try await queue.store.enqueue(job)
            job = try NewJob(Greet(name: "other"))
            job.key = "k"
            let second = try await queue.store.enqueue(job)
            #expect(first.outcome == .created)
            #expect(second.outcome == .existing)
            #expect(second.id == first.id)
            #expect(try await queue.counts() == ["available": 1])
        }
    }

    @Test("64 at once with one key make one job")
    func keyRace() async throws {
        try await TestQueue.with { queue in
            var job = try NewJob(Greet(name: "once"))
            job.key = "contended"
            let contended = job
            let all = try await withThrowingTaskGroup(of: Enqueued.self) { group in
                for _ in 0..<64 { group.addTask { try await queue.store.enqueue(contended) } }
                return try await group.reduce(into: []) { $0.append($1) }
            }
            #expect(Set(all.map(\.id)).count == 1)
            #expect(all.filter { $0.outcome == .created }.count == 1)
            #expect(try await queue.counts() == ["available": 1])
        }
    }

    @Test("many jobs with keys among them answer in the order given")
    func manyWithKeys() async throws {
        try await TestQueue.with { queue in
            let keys: [String?] = ["b", nil, "a", "b", nil, "a"]
            let jobs = try keys.enumerated().map { index, key in
                var job = try NewJob(Greet(name: "\(index)"))
                job.key = key
                job.tags = ["n\(index)", "with \"quotes\" and \\"]
                return job
            }
            let added = try await queue.store.enqueue(jobs)
            #expect(
                added.map(\.outcome) == [
                    .created, .created, .created, .existing, .created, .existing,
                ])
            #expect(added[3].id == added[0].id)
            #expect(added[5].id == added[2].id)
            let tags: [String] = try await queue.value(
                "SELECT tags FROM spotter.jobs WHERE id = $1", added[4].id)
            #expect(tags == ["n4", "with \"quotes\" and \\"])
        }
    }

    @Test("a job of a transaction that rolls back is not there")
    func callersTransaction() async throws {
        struct Changed: Error {}
        try await TestQueue.with { queue in
            await #expect(throws: Changed.self) {
                try await queue.pool.withConnection { connection in
                    try connection.transaction { connection in
                        _ = try queue.store.enqueue(try NewJob(Greet(name: "x")), on: connection)
                        throw Changed()
                    }
                }
            }
            let counts = try await queue.counts()
            #expect(counts == [:])
        }
    }

    @Test("nobody waits for a lock on the workers' table")
    func workersLocked() async throws {
        try await TestQueue.with { queue in
            let connection = try await Connection.connect(
                queue.settings, deadline: .after(.seconds(5)))
            try await connection.run(deadline: .seconds(5)) { connection in
                try connection.executeScript("BEGIN; LOCK TABLE spotter.worker")
            }
            let one = try await queue.enqueue("work", count: 1)
            let many = try await queue.enqueue("work", count: 100)
            #expect(one.count + many.count == 101)
            await connection.close()
            #expect(try await queue.counts() == ["available": 101])
        }
    }

    @Test("5000 jobs in one call are all there")
    func bulk() async throws {
        try await TestQueue.with { queue in
            let ids = try await queue.enqueue("bulk", count: 5000)
            #expect(Set(ids).count == 5000)
            #expect(ids == ids.sorted())
            #expect(try await queue.counts() == ["available": 5000])
        }
    }

    @Test(
        "what is not allowed is refused by name",
        arguments: [
            ("kind", "SELECT spotter.enqueue('', '{}')"),
            ("kind", "SELECT spotter.enqueue(NULL, '{}')"),
            ("args", "SELECT spotter.enqueue('k', '[]')"),
            ("args", "SELECT spotter.enqueue('k', NULL)"),
            ("queue", "SELECT spotter.enqueue('k', '{}', queue => repeat('q', 101))"),
            ("priority", "SELECT spotter.enqueue('k', '{}', priority => 32768)"),
            ("run_at", "SELECT spotter.enqueue('k', '{}', run_at => 'infinity')"),
            ("run_at", "SELECT spotter.enqueue('k', '{}', run_at => '10000-01-01')"),
            ("max_attempts", "SELECT spotter.enqueue('k', '{}', max_attempts => 0)"),
            ("key", "SELECT spotter.enqueue('k', '{}', key => '')"),
            ("key", "SELECT spotter.enqueue('k', '{}', key => repeat('k', 1025))"),
            ("tags", "SELECT spotter.enqueue('k', '{}', tags => '{NULL}')"),
            (
                "job 2: args",
                "SELECT spotter.enqueue_many('[{\"kind\":\"a\",\"args\":{}},{\"kind\":\"b\"}]')"
            ),
            (
                "unknown member \"arg\"",
                "SELECT spotter.enqueue_many('[{\"kind\":\"a\",\"arg\":{}}]')"
            ),
            ("array", "SELECT spotter.enqueue_many('{}')"),
            ("tags", "SELECT spotter.enqueue('k', '{}', tags => '{{a},{b}}')"),
            ("job 1: kind", "SELECT spotter.enqueue_many('[{\"kind\":5,\"args\":{}}]')"),
            (
                "job 1: priority",
                "SELECT spotter.enqueue_many('[{\"kind\":\"a\",\"args\":{},\"priority\":1.5}]')"
            ),
            (
                "job 1: run_at",
                "SELECT spotter.enqueue_many('[{\"kind\":\"a\",\"args\":{},\"run_at\":\"x\"}]')"
            ),
            (
                "job 1: tags",
                "SELECT spotter.enqueue_many('[{\"kind\":\"a\",\"args\":{},\"tags\":[1]}]')"
            ),
        ])
    func refused(word: String, sql: String) async throws {
        try await TestQueue.with { queue in
            let error = await #expect(throws: PostgresError.self) { try await queue.execute(sql) }
            #expect(error?.sqlState?.rawValue == "22023")
            #expect(error?.message?.contains(word) == true)
            let counts = try await queue.counts()
            #expect(counts == [:])
        }
    }

    @Test("ids grow beyond 2^31 and 2^53", arguments: [2_147_483_640, 9_007_199_254_740_985])
    func largeIDs(start: Int64) async throws {
        try await TestQueue.with { queue in
            try await queue.execute("SELECT setval('spotter.job_id_seq', $1)", start)
            let ids = try await queue.enqueue("large", count: 20)
            #expect(ids == Array((start + 1)...(start + 20)))
            try await queue.withWorker {
                try $0.register(kind: "large") { _, _, _ in }
            } _: {
                try await eventually { try await queue.counts() == ["completed": 20] }
            }
        }
    }
}
