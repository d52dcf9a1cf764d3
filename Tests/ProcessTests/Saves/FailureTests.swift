import LocalPostgres
import Postgres
import Testing

#if canImport(FoundationEssentials)
    import FoundationEssentials
#else
    import Foundation
#endif

extension Saves {
    @Suite("that fail", .serialized, .timeLimit(.minutes(2)))
    struct FailureTests {
        private static let workout = "5e6f1e0a-58a5-4b44-9f0e-3b2a4c1d0e9f"

        @Test("and may succeed later are tried again, and every attempt is recorded")
        func retried() async throws {
            try await AppUnderFire.with { app in
                let client = try await app.client()
                let (_, port) = try await app.startAPI()
                _ = try await app.startWorker()
                try await app.order("P0001", times: 2, for: Self.workout)
                let id = try await put(Self.workout, client, port).id
                let retrying = try await app.save(id, until: "retrying", of: client, at: port)
                #expect(retrying.nextAttemptAt != nil)
                try expectHarmless(retrying.error)
                let saved = try await app.save(id, until: "saved", of: client, at: port)
                #expect(saved.attempt == 3)
                #expect(saved.savedAt != nil)
                #expect(saved.error == nil)
                let job = try await show(id, in: app)
                #expect(job.state == "completed")
                #expect(job.attempts.map(\.outcome) == ["retry", "retry", "completed"])
                #expect(job.attempts.map(\.errorCode) == ["P0001", "P0001", nil])
                let waits: [Double] = try await app.queue.value(
                    "SELECT array_agg(extract(epoch FROM retry_at - finished_at)::float8"
                        + " ORDER BY attempt) FROM spotter.outcome WHERE state = 'retry'")
                #expect(waits.count == 2)
                // 1 s and 2 s, give or take the jitter.
                #expect((0.5...1.5).contains(waits[0]))
                #expect((1.0...3.0).contains(waits[1]))
                try await app.queue.expectEffectsOnce(of: [Self.workout])
            }
        }

        @Test("for good stand as failed with a reason that gives nothing away")
        func failedAtOnce() async throws {
            try await AppUnderFire.with { app in
                let client = try await app.client()
                let (_, port) = try await app.startAPI()
                _ = try await app.startWorker()
                try await app.order("23514", times: 1000, for: Self.workout)
                let id = try await put(Self.workout, client, port).id
                let failed = try await app.save(id, until: "failed", of: client, at: port)
                #expect(failed.attempt == 1)
                try expectHarmless(failed.error)
                let list = try await client.send(
                    "GET", "/api/fitness/saves?status=failed", to: port)
                #expect(list.text.contains("\"\(id)\""))
                let workouts = try await client.send("GET", "/api/fitness/workouts", to: port)
                #expect(workouts.text.contains("\"failed\""))
                for answer in [list, workouts] {
                    #expect(!answer.text.contains("hunter2"))
                    #expect(!answer.text.contains("SELECT"))
                }
                // Admins see it all.
                let jobs = try JSONDecoder().decode(
                    JobList.self,
                    from: Data(
                        try await app.run(["jobs", "list", "--state", "failed", "--json"]).utf8))
                #expect(jobs.jobs.map(\.id) == [id])
                #expect(jobs.jobs.first?.error == AppUnderFire.secretText)
                try await app.queue.expectEffectsOnce(of: [])
            }
        }

        @Test("and are requeued twice by two admins at once are applied once, and it is told")
        func requeuedByTwo() async throws {
            try await AppUnderFire.with { app in
                let client = try await app.client()
                let (_, port) = try await app.startAPI()
                _ = try await app.startWorker()
                let ids = try await failedSaves(30, client, port, in: app)
                try await app.release()
                async let anna = requeue(as: "anna", in: app)
                async let ben = requeue(as: "ben", in: app)
                let done = try await [anna, ben]
                #expect(done.reduce(0, +) == ids.count, "\(done)")
                #expect(try await requeue(as: "anna", in: app) == 0)
                try await eventually(within: .seconds(20)) {
                    try await app.queue.count("completed") == ids.count
                }
                #expect(try await requeue(as: "ben", in: app) == 0)
                try await app.queue.expectEffectsOnce(of: Array(ids.values))
                try await app.queue.expectNoLeases()
                for id in ids.keys {
                    let job = try await show(id, in: app)
                    #expect(job.state == "completed")
                    #expect(job.attempts.map(\.outcome) == ["failed", "completed"])
                    #expect(job.attempts.allSatisfy { $0.worker != nil })
                    #expect(job.acts.count == 1)
                    let act = try #require(job.acts.first)
                    #expect(act.action == "requeue")
                    #expect(["anna", "ben"].contains(act.actor))
                    #expect(act.reason == "\(act.actor) has mended it")
                    #expect(act.at > job.attempts[0].finishedAt)
                }
            }
        }

        private func put(
            _ workout: String, _ client: SaveClient, _ port: Int
        ) async throws -> Answer.Save {
            try await client.insist(
                "PUT", "/api/fitness/workouts/\(workout)", body: SaveClient.workout(1),
                key: workout, to: [port])
        }

        /// Saves that have failed, and their workouts.
        private func failedSaves(
            _ count: Int, _ client: SaveClient, _ port: Int, in app: AppUnderFire
        ) async throws -> [String: String] {
            var ids: [String: String] = [:]
            for _ in 0..<count {
                let workout = UUID().uuidString.lowercased()
                try await app.order("23514", times: 1000, for: workout)
                ids[try await put(workout, client, port).id] = workout
            }
            try await eventually(within: .seconds(20)) {
                try await app.queue.count("failed") == count
            }
            return ids
        }

        /// How many an admin's command has requeued.
        private func requeue(as admin: String, in app: AppUnderFire) async throws -> Int {
            let output = try await app.run(
                [
                    "jobs", "requeue", "--state", "failed", "--reason", "\(admin) has mended it",
                    "--yes", "--json",
                ], as: admin)
            return try JSONDecoder().decode(Requeued.self, from: Data(output.utf8)).requeued
        }

        private func show(_ id: String, in app: AppUnderFire) async throws -> ShownJob {
            let output = try await app.run(["jobs", "show", id, "--json"])
            return try JSONDecoder().decode(ShownJob.self, from: Data(output.utf8))
        }

        /// A user is told that there is trouble, and nothing of what the database said.
        private func expectHarmless(
            _ error: String?, sourceLocation: SourceLocation = #_sourceLocation
        ) throws {
            let error = try #require(error, sourceLocation: sourceLocation)
            for word in AppUnderFire.secretText.split(separator: " ") where word.count > 4 {
                #expect(!error.contains(word), sourceLocation: sourceLocation)
            }
        }
    }
}
