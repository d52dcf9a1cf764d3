import Postgres
import Spotter
import Testing

@Suite("Acts on many jobs")
struct BulkActTests {
    private static let failed: JobFilter = {
        var filter = JobFilter()
        filter.states = [.failed]
        return filter
    }()

    @Test("two who requeue the same at the same time do it once", .timeLimit(.minutes(2)))
    func twoAtOnce() async throws {
        try await TestQueue.with { queue in
            let ids = try await queue.enqueueFailed(count: 1200)
            async let left = queue.store.act(
                .requeue, where: Self.failed, reason: "left", by: TestQueue.admin
            ) { _ in }
            async let right = queue.store.act(
                .requeue, where: Self.failed, reason: "right", by: TestQueue.admin
            ) { _ in }
            let done = try await left.done + right.done
            #expect(done == ids.count)
            let acts: Int = try await queue.value("SELECT count(*) FROM spotter.act")
            #expect(acts == ids.count)
            #expect(try await queue.counts() == ["available": ids.count])
        }
    }

    @Test("asked for twice, the second finds nothing to do", .timeLimit(.minutes(1)))
    func twice() async throws {
        try await TestQueue.with { queue in
            _ = try await queue.enqueueFailed(count: 7)
            var summaries: [ActSummary] = []
            for _ in 1...2 {
                summaries.append(
                    try await queue.store.act(
                        .requeue, where: Self.failed, reason: "r", by: TestQueue.admin
                    ) { _ in })
            }
            #expect(summaries.map(\.done) == [7, 0])
        }
    }

    @Test("what comes after the looking is left alone", .timeLimit(.minutes(1)))
    func before() async throws {
        try await TestQueue.with { queue in
            let old = try await queue.enqueueFailed(count: 3)
            let new = try await queue.enqueueFailed(count: 2)
            let summary = try await queue.store.act(
                .requeue, where: Self.failed, before: new[0], reason: "r", by: TestQueue.admin
            ) { _ in }
            #expect(summary.done == old.count)
            #expect(try await queue.counts() == ["available": 3, "failed": 2])
        }
    }

    @Test("by id each job has its own result", .timeLimit(.minutes(1)))
    func byID() async throws {
        try await TestQueue.with { queue in
            let failed = try await queue.enqueueFailed()[0]
            let waiting = try await queue.enqueue("a")[0]
            let results = try await queue.store.act(
                .requeue, on: [999, failed, waiting, failed], reason: "r", by: TestQueue.admin)
            #expect(results.map(\.id) == [failed, waiting, 999])
            #expect(results.map(\.result) == [.done, .skipped(.available), .unknown])
            let acts = try await queue.store.acts(on: failed)
            #expect(acts.map(\.action) == ["requeue"])
            #expect(acts.first?.actor == "anna@test")
            #expect(acts.first?.reason == "r")
            #expect(acts.first?.source == "cli")
        }
    }

    @Test("one locked job holds up none of the others", .timeLimit(.minutes(2)))
    func locked() async throws {
        try await TestQueue.with { queue in
            let ids = try await queue.enqueue("a", count: 3)
            let holder = try await Connection.connect(
                queue.settings, deadline: .after(.seconds(5)))
            try await holder.run(deadline: .seconds(10)) { connection in
                try connection.execute("BEGIN")
                _ = try connection.query(
                    Statement(sql: "SELECT job_id FROM spotter.ready WHERE job_id = $1 FOR UPDATE"),
                    ids[1])
            }
            let results = try await queue.store.act(
                .cancel, on: ids, reason: "r", by: TestQueue.admin)
            await holder.close()
            #expect(results.map(\.result) == [.done, .busy, .done])
        }
    }

    @Test("a reason has to be given", .timeLimit(.minutes(1)))
    func reason() async throws {
        try await TestQueue.with { queue in
            let id = try await queue.enqueueFailed()[0]
            let error = await #expect(throws: PostgresError.self) {
                try await queue.store.requeue(id, reason: "", by: TestQueue.admin)
            }
            #expect(error?.sqlState == .invalidParameterValue)
        }
    }
}
