import Postgres
import Testing

@testable import Spotter

@Suite("Retention", .timeLimit(.minutes(2)))
struct RetentionTests {
    @Test("deletes what is over, keeps what is not, and remembers the keys")
    func pass() async throws {
        try await TestQueue.with { queue in
            let keyed = try await queue.enqueue("work") { $0.key = "kept" }[0]
            try await queue.enqueue("work", count: 2500)
            let failed = try await queue.enqueue("fails")[0]
            try await queue.withWorker {
                try $0.register(Kind.self) { _, _ in }
                try $0.register(Failing.self) { _, _ in throw JobFailure.permanent("no") }
            } _: {
                try await eventually {
                    try await queue.counts() == ["completed": 2501, "failed": 1]
                }
            }
            let waiting = try await queue.enqueue("unknown")[0]
            var settings = TestQueue.quickSettings()
            settings.retentionCompleted = .zero
            settings.retentionKeys = .zero
            let retention = Retention(
                store: queue.store, worker: settings, logger: TestQueue.logger)
            try await retention.pass()
            #expect(try await queue.counts() == ["failed": 1, "available": 1])
            #expect(try await queue.state(of: failed) == "failed")
            #expect(try await queue.state(of: waiting) == "available")
            let outcomes: Int = try await queue.value("SELECT count(*) FROM spotter.outcome")
            #expect(outcomes == 1)
            // Only now, with its job gone, may the key go.
            let keys: Int = try await queue.value("SELECT count(*) FROM spotter.key")
            #expect(keys == 0)
            settings.retentionFailed = .zero
            try await Retention(
                store: queue.store, worker: settings, logger: TestQueue.logger
            ).pass()
            #expect(try await queue.counts() == ["available": 1])
            #expect(keyed < failed)
        }
    }

    @Test("a key whose job is gone still stops a second job")
    func keyOutlivesJob() async throws {
        try await TestQueue.with { queue in
            let id = try await queue.enqueue("work") { $0.key = "kept" }[0]
            try await queue.withWorker {
                try $0.register(Kind.self) { _, _ in }
            } _: {
                try await eventually { try await queue.state(of: id) == "completed" }
            }
            var settings = TestQueue.quickSettings()
            settings.retentionCompleted = .zero
            try await Retention(
                store: queue.store, worker: settings, logger: TestQueue.logger
            ).pass()
            #expect(try await queue.counts() == [:])
            var job = NewJob(kind: "work", args: JSONBytes(bytes: Array("{}".utf8)))
            job.key = "kept"
            let again = try await queue.store.enqueue(job)
            #expect(again.outcome == .existing)
            #expect(again.id == id)
            let state: String = try await queue.value("SELECT final_state FROM spotter.key")
            #expect(state == "completed")
        }
    }

    struct Failing: Job {
        static let kind = "fails"
    }
}
