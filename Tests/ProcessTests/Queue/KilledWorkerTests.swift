import LocalPostgres
import Postgres
import Spotter
import Testing

#if canImport(Darwin)
    import Darwin
#else
    import Glibc
#endif

@Suite("Killed workers", .serialized, .timeLimit(.minutes(4)))
struct KilledWorkerTests {
    @Test("lose nothing and double nothing, killed again and again")
    func killedAgainAndAgain() async throws {
        try await QueueUnderFire.with { queue in
            let keys = (0..<600).map { "k\($0)" }
            _ = try await queue.enqueue(
                "effect", keys.map { "{\"key\": \"\($0)\", \"seconds\": 0.02}" })
            var workers: [ChildProcess] = []
            for index in 0..<2 { workers.append(try await queue.startWorker("w\(index)")) }
            for round in 0..<8 {
                let before = try await queue.count("completed")
                try await eventually { try await queue.count("completed") >= min(before + 20, 600) }
                workers[round % 2].send(SIGKILL)
                _ = await workers[round % 2].wait()
                workers[round % 2] = try await queue.startWorker("w\(round + 2)")
            }
            try await eventually(within: .seconds(90)) { try await queue.count("completed") == 600 }
            try await queue.expectEffectsOnce(of: keys)
            try await queue.expectNoLeases()
            for worker in workers { await worker.stop([(SIGTERM, .seconds(10))]) }
        }
    }

    @Test("die of a poison job three times at most, and take no other job with them")
    func poison() async throws {
        try await QueueUnderFire.with { queue in
            let keys = (0..<100).map { "k\($0)" }
            let poison = try await queue.enqueue("poison", ["{}"])[0]
            _ = try await queue.enqueue(
                "effect", keys.map { "{\"key\": \"\($0)\", \"seconds\": 0.05}" })
            var deaths = 0
            var worker = try await queue.startWorker("w0")
            let deadline = ContinuousClock.now + .seconds(90)
            while .now < deadline, try await queue.count("failed") == 0 {
                if worker.ending != nil {
                    deaths += 1
                    worker = try await queue.startWorker("w\(deaths)")
                }
                try await Task.sleep(for: .milliseconds(100))
            }
            try await eventually(within: .seconds(60)) { try await queue.count("completed") == 100 }
            #expect(deaths == 3)
            let code: String = try await queue.value(
                "SELECT error_code FROM spotter.jobs WHERE id = $1", poison)
            #expect(code == "quarantined")
            let lost: Int = try await queue.value(
                "SELECT coalesce(max(n), 0) FROM (SELECT count(*) AS n FROM spotter.attempts"
                    + " WHERE outcome = 'lost' AND job_id <> $1 GROUP BY job_id) AS others", poison)
            #expect(lost <= 1, "a neighbour of the poison job was lost more than once")
            try await queue.expectEffectsOnce(of: keys)
            await worker.stop([(SIGTERM, .seconds(10))])
        }
    }

    @Test("that were only frozen find the fence, and work on under a new name")
    func frozen() async throws {
        try await QueueUnderFire.with { queue in
            let keys = (0..<10).map { "k\($0)" }
            _ = try await queue.enqueue(
                "effect", keys.map { "{\"key\": \"\($0)\", \"seconds\": 1}" })
            let frozen = try await queue.startWorker("frozen")
            try await eventually { try await queue.count("running") == 10 }
            frozen.send(SIGSTOP)
            let other = try await queue.startWorker("other")
            try await eventually(within: .seconds(90)) { try await queue.count("completed") == 10 }
            frozen.send(SIGCONT)
            _ = try await queue.enqueue("effect", ["{\"key\": \"after\"}"])
            try await eventually { try await queue.count("completed") == 11 }
            try await eventually {
                try await queue.value(
                    "SELECT count(*) = 2 FROM spotter.worker WHERE ended_at IS NULL")
            }
            try await queue.expectEffectsOnce(of: keys + ["after"])
            #expect(frozen.ending == nil)
            for worker in [frozen, other] { await worker.stop([(SIGTERM, .seconds(10))]) }
        }
    }

    @Test("that compute without a pause beat on, and keep their jobs")
    func computing() async throws {
        try await QueueUnderFire.with { queue in
            _ = try await queue.enqueue(
                "compute", Array(repeating: "{\"seconds\": 7}", count: 2))
            let worker = try await queue.startWorker("computing")
            let other = try await queue.startWorker("other", kinds: ["effect"])
            try await eventually { try await queue.count("completed") == 2 }
            let attempts: Int = try await queue.value("SELECT count(*) FROM spotter.outcome")
            #expect(attempts == 2)
            for worker in [worker, other] { await worker.stop([(SIGTERM, .seconds(10))]) }
        }
    }
}
