import LocalPostgres
import Postgres
import Spotter
import Testing

#if canImport(Darwin)
    import Darwin
#else
    import Glibc
#endif

@Suite("A killed database", .serialized, .timeLimit(.minutes(4)))
struct KilledServerTests {
    @Test("loses no job that was answered for, and nobody is judged for its absence")
    func killedServer() async throws {
        try await QueueUnderFire.withServer { queue, first in
            var server = first
            let worker = try await queue.startWorker("w")
            var keys: [String] = []
            for round in 0..<4 {
                for index in 0..<50 {
                    let key = "r\(round)-\(index)"
                    var job = NewJob(
                        kind: "effect",
                        args: JSONBytes(bytes: Array("{\"key\": \"\(key)\"}".utf8)))
                    job.key = key
                    try await enqueue(job, in: queue)
                    keys.append(key)
                    if index == 25 {
                        await server.kill()
                        server = try await server.cluster.start()
                    }
                }
            }
            try await eventually(within: .seconds(90)) {
                try await queue.count("completed") == keys.count
            }
            try await queue.expectEffectsOnce(of: keys)
            try await queue.expectNoLeases()
            let lost: Int = try await queue.value(
                "SELECT count(*) FROM spotter.outcome WHERE state = 'lost'")
            #expect(lost == 0, "the worker was judged dead while the database was away")
            let spent: Int = try await queue.value(
                "SELECT count(*) FROM spotter.outcome WHERE state IN ('retry', 'failed')")
            #expect(spent == 0, "the outage cost a job an attempt")
            #expect(worker.ending == nil)
            await worker.stop([(SIGTERM, .seconds(10))])
            await server.stop()
        }
    }

    @Test("ends connections by the dozen, and the workers work on")
    func terminatedBackends() async throws {
        try await QueueUnderFire.with { queue in
            let keys = (0..<400).map { "k\($0)" }
            _ = try await queue.enqueue(
                "effect", keys.map { "{\"key\": \"\($0)\", \"seconds\": 0.05}" })
            let worker = try await queue.startWorker("w")
            for round in 1...20 {
                try await eventually { try await queue.count("completed") >= round * 10 }
                _ = try await queue.value(
                    "SELECT count(pg_terminate_backend(pid)) FROM pg_stat_activity"
                        + " WHERE application_name = 'spotter worker w'"
                        + " AND datname = current_database()", as: Int.self)
            }
            try await eventually(within: .seconds(90)) { try await queue.count("completed") == 400 }
            try await queue.expectEffectsOnce(of: keys)
            #expect(worker.ending == nil)
            await worker.stop([(SIGTERM, .seconds(10))])
        }
    }

    /// Enqueues as a client should: again with the same key, until there is an answer.
    private func enqueue(_ job: NewJob, in queue: QueueUnderFire) async throws {
        for _ in 0..<60 {
            do {
                _ = try await queue.store.enqueue(job)
                return
            } catch is PostgresError {
                try await Task.sleep(for: .milliseconds(200))
            }
        }
        _ = try await queue.store.enqueue(job)
    }
}
