import Postgres
import Spotter
import Testing

@Suite("Looking up jobs")
struct JobListTests {
    private func filter(_ change: (inout JobFilter) -> Void) -> JobFilter {
        var filter = JobFilter()
        change(&filter)
        return filter
    }

    @Test("a job is found with everything about it", .timeLimit(.minutes(1)))
    func oneJob() async throws {
        try await TestQueue.with { queue in
            let id = try await queue.enqueue("mail") {
                $0.args = JSONBytes(#"{"to": "anna"}"#)
                $0.key = "k"
                $0.tags = ["x"]
                $0.due = .after(.seconds(60))
            }[0]
            let job = try #require(try await queue.store.job(id))
            #expect(job.kind == "mail")
            #expect(job.args == JSONBytes(#"{"to": "anna"}"#))
            #expect(job.state == .scheduled)
            #expect(job.key == "k")
            #expect(job.tags == ["x"])
            #expect(job.attempt == 0)
            #expect(try await queue.store.job(id + 1) == nil)
        }
    }

    @Test("each state is found by its word, and only it", .timeLimit(.minutes(1)))
    func states() async throws {
        try await TestQueue.with { queue in
            let available = try await queue.enqueue("a")[0]
            let scheduled = try await queue.enqueue("a") { $0.due = .after(.seconds(60)) }[0]
            let failed = try await queue.enqueueFailed()[0]
            let cancelled = try await queue.enqueue("a")[0]
            _ = try await queue.store.cancel(cancelled, reason: "test", by: TestQueue.admin)
            let requeued = try await queue.enqueueFailed()[0]
            _ = try await queue.store.requeue(requeued, reason: "test", by: TestQueue.admin)
            let expected: [JobState: [Int64]] = [
                .available: [requeued, available], .scheduled: [scheduled], .failed: [failed],
                .cancelled: [cancelled], .running: [], .completed: [], .retrying: [],
            ]
            for (state, ids) in expected {
                let filter = filter { $0.states = [state] }
                #expect(try await queue.store.jobs(filter).map(\.id) == ids, "\(state)")
                #expect(try await queue.store.count(filter).value == ids.count, "\(state)")
            }
            let waiting = filter { $0.states = [.available, .failed] }
            #expect(
                try await queue.store.jobs(waiting).map(\.id) == [requeued, failed, available])
        }
    }

    @Test("pages follow each other without gap or repetition", .timeLimit(.minutes(1)))
    func pages() async throws {
        try await TestQueue.with { queue in
            let all = try await queue.enqueueFailed(count: 25)
            for states in [[], [JobState.failed]] {
                let filter = filter { $0.states = Set(states) }
                var found: [Int64] = []
                while true {
                    let page = try await queue.store.jobs(filter, before: found.last, limit: 10)
                    if page.isEmpty { break }
                    found += page.map(\.id)
                }
                #expect(found == all.reversed())
            }
        }
    }

    @Test("conditions narrow each way of searching alike", .timeLimit(.minutes(1)))
    func conditions() async throws {
        try await TestQueue.with { queue in
            _ = try await queue.enqueueFailed("other", count: 3, error: "nothing")
            let wanted = try await queue.enqueueFailed("mail", error: "Connection REFUSED by x") {
                $0.queue = "q"
                $0.tags = ["t", "u"]
                $0.args = JSONBytes(#"{"user": {"id": "7"}, "n": 1}"#)
            }
            let changes: [(inout JobFilter) -> Void] = [
                { $0.kind = "mail" }, { $0.queue = "q" }, { $0.tag = "u" },
                { $0.args = JSONBytes(#"{"user": {"id": "7"}}"#) },
                { $0.error = "connection refused" },
            ]
            for change in changes {
                for states in [Set<JobState>(), [.failed]] {
                    var filter = filter(change)
                    filter.states = states
                    #expect(try await queue.store.jobs(filter).map(\.id) == wanted)
                }
            }
            let error = filter { $0.error = "50%_" }
            #expect(try await queue.store.jobs(error).isEmpty, "no wildcards")
        }
    }

    @Test("times are those of enqueuing", .timeLimit(.minutes(1)))
    func times() async throws {
        try await TestQueue.with { queue in
            let ids = try await queue.enqueueFailed(count: 100)
            // Ten minutes from one job to the next, the last one now.
            try await queue.execute(
                """
                UPDATE spotter.job SET created_at = now() - ($1 - id) * interval '10 minutes'
                """, ids[99])
            let now = try await queue.store.now()
            func ago(_ minutes: Int64) -> Timestamp {
                Timestamp(microseconds: now.microseconds - minutes * 60_000_000)
            }
            for states in [[], [JobState.failed]] {
                let filter = filter {
                    $0.states = Set(states)
                    $0.since = ago(305)
                    $0.until = ago(95)
                }
                let found = try await queue.store.jobs(filter, limit: 100).map(\.id)
                #expect(found == ids[69...89].reversed())
            }
        }
    }

    @Test("a count stops at its cap", .timeLimit(.minutes(1)))
    func cappedCount() async throws {
        try await TestQueue.with { queue in
            try await queue.enqueue("a", count: 12)
            #expect(try await queue.store.count(JobFilter(), cap: 10).description == ">10")
            #expect(try await queue.store.count(JobFilter(), cap: 12).description == "12")
        }
    }
}
