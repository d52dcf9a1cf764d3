import LocalPostgres
import Postgres
import Testing

extension Saves {
    @Suite("of one workout", .serialized, .timeLimit(.minutes(2)))
    struct OrderTests {
        private static let workout = "5e6f1e0a-58a5-4b44-9f0e-3b2a4c1d0e9f"
        private static let path = "/api/fitness/workouts/\(workout)"

        @Test("end in the order in which they were accepted, whoever dies meanwhile")
        func lastOneWins() async throws {
            try await AppUnderFire.with { app in
                let client = try await app.client()
                let apis = [try await app.startAPI(), try await app.startAPI()]
                var workers = [try await app.startWorker(), try await app.startWorker()]
                var ids: [Int] = []
                for version in 1...30 {
                    let port = apis[version % 2].port
                    let save = try await client.insist(
                        "PUT", Self.path, body: SaveClient.workout(version), key: "v\(version)",
                        to: [port])
                    ids.append(try #require(Int(save.id)))
                    #expect(save.workoutID == Self.workout)
                    if version % 10 == 5 {
                        await workers[version / 10 % 2].kill()
                        workers[version / 10 % 2] = try await app.startWorker()
                    }
                }
                #expect(ids == ids.sorted(), "a newer save has a lower number")
                try await eventually(within: .seconds(20)) {
                    try await app.queue.count("completed") == 30
                }
                #expect(try await app.storedVersion(of: Self.workout) == 30)
                let written: [Int64] = try await app.queue.value(
                    "SELECT array_agg(job_id ORDER BY ctid) FROM effect")
                #expect(written == written.sorted(), "an older save overwrote a newer one")
                #expect(written.last.map(Int.init) == ids.last)
                try await app.queue.expectNoLeases()
                try await app.expectNoAttemptSpent()
            }
        }

        @Test("that is older than its removal leaves it removed, also when requeued")
        func removedStaysRemoved() async throws {
            try await AppUnderFire.with { app in
                let client = try await app.client()
                let (_, port) = try await app.startAPI()
                _ = try await app.startWorker()
                try await app.order("23514", times: 1, for: Self.workout)
                let failed = try await client.insist(
                    "PUT", Self.path, body: SaveClient.workout(1), key: "older", to: [port])
                _ = try await app.save(failed.id, until: "failed", of: client, at: port)
                try await app.release()
                let removal = try await client.insist(
                    "DELETE", Self.path, key: "removal", to: [port])
                _ = try await app.save(removal.id, until: "saved", of: client, at: port)
                try await app.run(["jobs", "requeue", failed.id, "--reason", "too late"])
                _ = try await app.save(failed.id, until: "saved", of: client, at: port)
                #expect(try await app.storedVersion(of: Self.workout) == nil)
                let seen = try await client.send("GET", Self.path, to: port)
                #expect(seen.status == 404)
                let list = try await client.send("GET", "/api/fitness/workouts", to: port)
                #expect(!list.text.contains(Self.workout))
                // A newer one brings it back.
                let newer = try await client.insist(
                    "PUT", Self.path, body: SaveClient.workout(2), key: "newer", to: [port])
                _ = try await app.save(newer.id, until: "saved", of: client, at: port)
                #expect(try await app.storedVersion(of: Self.workout) == 2)
            }
        }
    }
}
