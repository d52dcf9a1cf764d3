import Postgres
import Testing

@testable import Spotter

@Suite("Looking after queues and workers")
struct QueueTests {
    @Test("a queue shows what waits and runs in it", .timeLimit(.minutes(1)))
    func list() async throws {
        try await TestQueue.with { queue in
            try await queue.enqueue("a", count: 3) { $0.queue = "x" }
            try await queue.enqueue("a", count: 2) {
                $0.queue = "x"
                $0.due = .after(.seconds(60))
                $0.priority = 5
            }
            try await queue.enqueue("a") { $0.queue = "y" }
            let queues = try await queue.store.queues(cap: 2)
            #expect(queues.map(\.name) == ["x", "y"])
            #expect(queues.map(\.available.description) == [">2", "1"])
            #expect(queues.map(\.later.value) == [2, 0])
            #expect(queues.allSatisfy { $0.oldestDueAt != nil && $0.running == 0 })
        }
    }

    @Test("a paused queue keeps its first reason, and is resumed once", .timeLimit(.minutes(1)))
    func pause() async throws {
        try await TestQueue.with { queue in
            let store = queue.store
            let admin = TestQueue.admin
            #expect(try await store.pause(queue: "x", reason: "one", by: admin))
            #expect(try await !store.pause(queue: "x", reason: "two", by: admin))
            let paused = try #require(try await store.queues().first)
            #expect(paused.pausedAt != nil)
            #expect(paused.pausedBy == "anna@test")
            #expect(paused.pauseReason == "one")
            #expect(try await store.resume(queue: "x", reason: "over", by: admin))
            #expect(try await !store.resume(queue: "x", reason: "over", by: admin))
            let acts: [String] = try await queue.value(
                "SELECT array_agg(action || ' ' || reason ORDER BY id) FROM spotter.act")
            #expect(acts == ["pause one", "resume over"])
        }
    }

    @Test("workers and counts are those of a running worker", .timeLimit(.minutes(1)))
    func workersAndStats() async throws {
        try await TestQueue.with { queue in
            try await queue.withWorker(register: { try $0.registerBuiltIns() }) {
                try await queue.enqueue("spotter.noop", count: 5)
                try await queue.enqueue("unknown")
                try await eventually { try await queue.counts()["completed"] == 5 }
                let workers = try await queue.store.workers()
                #expect(workers.map(\.name) == ["test"])
                #expect(workers.first?.isAlive == true)
                #expect(workers.first?.kinds == ["spotter.noop"])
                let stats = try await queue.store.stats()
                #expect(stats.counts[.completed]?.value == 5)
                #expect(stats.counts[.available]?.value == 1)
                #expect(stats.workers == 1)
                #expect(stats.oldestQueue == "default")
                #expect(try await queue.store.activity().enqueued == 6)
            }
            #expect(try await queue.store.workers().isEmpty)
            #expect(try await queue.store.workers(includingEnded: true).count == 1)
        }
    }

    @Test("look-ups cannot write", .timeLimit(.minutes(1)))
    func readOnly() async throws {
        try await TestQueue.with { queue in
            let error = await #expect(throws: PostgresError.self) {
                try await queue.store.look { connection in
                    try connection.execute("DELETE FROM spotter.job")
                }
            }
            #expect(error?.sqlState == .readOnlyTransaction)
        }
    }
}
