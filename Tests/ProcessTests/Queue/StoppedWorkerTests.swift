import LocalPostgres
import Postgres
import Spotter
import Testing

#if canImport(Darwin)
    import Darwin
#else
    import Glibc
#endif

@Suite("Stopped workers", .serialized, .timeLimit(.minutes(2)))
struct StoppedWorkerTests {
    @Test(
        "give back what they cannot finish within the grace, unspent",
        arguments: [
            [SIGTERM], [SIGINT], [SIGTERM, SIGTERM], [SIGTERM, SIGINT],
        ])
    func giveBack(signals: [Int32]) async throws {
        try await QueueUnderFire.with { queue in
            _ = try await queue.enqueue("wait", Array(repeating: "{\"seconds\": 600}", count: 50))
            let worker = try await queue.startWorker("w")
            try await eventually { try await queue.count("running") == 10 }
            let began = ContinuousClock.now
            for signal in signals { worker.send(signal) }
            #expect(await worker.wait(atMost: .seconds(15)) == .exited(0))
            #expect(began.duration(to: .now) < .seconds(7))
            #expect(try await queue.count("available") == 50)
            try await queue.expectNoLeases()
            let spent: Int = try await queue.value("SELECT max(failures) FROM spotter.ready")
            #expect(spent == 0)
        }
    }

    @Test("finish what can be finished, and claim no more")
    func finish() async throws {
        try await QueueUnderFire.with { queue in
            _ = try await queue.enqueue("wait", Array(repeating: "{\"seconds\": 1}", count: 50))
            let worker = try await queue.startWorker("w")
            try await eventually { try await queue.count("running") == 10 }
            let before = try await queue.count("completed")
            worker.send(SIGTERM)
            #expect(await worker.wait(atMost: .seconds(15)) == .exited(0))
            #expect(try await queue.count("completed") == before + 10)
            #expect(try await queue.count("running") == 0)
            let releases: Int = try await queue.value(
                "SELECT count(*) FROM spotter.outcome WHERE state = 'released'")
            #expect(releases == 0)
        }
    }

    @Test("of two releases side by side each take what they know")
    func twoReleases() async throws {
        try await QueueUnderFire.with { queue in
            let old = try await queue.startWorker("old", kinds: ["wait"])
            let keys = (0..<200).map { "k\($0)" }
            _ = try await queue.enqueue("effect", keys.map { "{\"key\": \"\($0)\"}" })
            _ = try await queue.enqueue("wait", Array(repeating: "{\"seconds\": 0}", count: 200))
            try await eventually { try await queue.count("completed") == 200 }
            #expect(try await queue.count("available") == 200)
            let new = try await queue.startWorker("new")
            try await eventually { try await queue.count("completed") == 400 }
            try await queue.expectEffectsOnce(of: keys)
            for worker in [old, new] { await worker.stop([(SIGTERM, .seconds(10))]) }
        }
    }
}
