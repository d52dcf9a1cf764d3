import LocalPostgres
import Postgres
import Testing

#if canImport(Darwin)
    import Darwin
#else
    import Glibc
#endif

extension Saves {
    @Suite("while the database is away", .serialized, .timeLimit(.minutes(3)))
    struct DatabaseAwayTests {
        /// What a user is promised, and a little for a busy machine.
        private static let saveMax: Duration = .seconds(8)
        private static let healthMax: Duration = .seconds(2)

        @Test("are refused in time and honestly, and work again without a restart")
        func away() async throws {
            try await AppUnderFire.withServer { app, first in
                let client = try await app.client()
                let (api, port) = try await app.startAPI()
                let worker = try await app.startWorker()
                var saves = ["before": try await client.post(0, key: "before", to: [port])]

                await first.kill()
                // A killed server's sessions answer for some milliseconds more, and truly.
                try await eventually(within: .seconds(10)) {
                    try await client.send("GET", "/api/health/db", to: port).status == 503
                }
                try await expectHonestRefusals(of: client, at: port)

                // Posted while there is no database, answered when there is one again.
                async let late = client.send(
                    "POST", "/api/fitness/ai-interview", body: SaveClient.workout(1), key: "late",
                    to: port)
                try await api.line(with: "trying again")
                let server = try await first.cluster.start()
                let answer = try await late
                #expect(answer.status == 202, "\(answer.text)")
                saves["late"] = try answer.save()

                // What was refused is repeated with its key.
                saves["refused"] = try await client.post(2, key: "refused", to: [port])
                try await app.expectEachSavedOnce(saves, of: client)
                let health = try await client.send("GET", "/api/health/db", to: port)
                #expect(health.status == 200)
                #expect(api.child.ending == nil)
                #expect(worker.child.ending == nil)
                await server.stop()
            }
        }

        @Test("are refused as well when the database hangs and says nothing")
        func hangs() async throws {
            try await AppUnderFire.withServer { app, server in
                let client = try await app.client()
                let (api, port) = try await app.startAPI()
                let worker = try await app.startWorker()
                var saves = ["before": try await client.post(0, key: "before", to: [port])]
                try await app.expectEachSavedOnce(saves, of: client)

                let frozen = try await freeze(server, of: app)
                defer { for process in frozen { kill(process, SIGCONT) } }
                try await expectHonestRefusals(of: client, at: port)
                for process in frozen { kill(process, SIGCONT) }

                saves["refused"] = try await client.post(2, key: "refused", to: [port])
                try await app.expectEachSavedOnce(saves, of: client)
                #expect(api.child.ending == nil)
                #expect(worker.child.ending == nil)
            }
        }

        @Test("of an API and a worker that start without it are taken as soon as it is there")
        func startWithout() async throws {
            try await AppUnderFire.withServer { app, first in
                let client = try await app.client()
                await first.kill()
                let (api, port) = try await app.startAPI()
                let worker = try await app.startWorker()
                let refused = try await client.send("GET", "/api/health/db", to: port)
                #expect(refused.status == 503)
                let server = try await first.cluster.start()
                let save = try await client.post(1, key: "k", to: [port])
                try await app.expectEachSavedOnce(["k": save], of: client)
                #expect(api.child.ending == nil)
                #expect(worker.child.ending == nil)
                await server.stop()
            }
        }

        /// Stops all of the server's processes where they are, and returns their numbers.
        private func freeze(_ server: LocalServer, of app: AppUnderFire) async throws -> [Int32] {
            // The postmaster first: then there will be no new ones.
            kill(server.processID, SIGSTOP)
            let sessions: [Int32] = try await app.queue.value(
                "SELECT array_agg(pid) FROM pg_stat_activity")
            for session in sessions { kill(session, SIGSTOP) }
            return sessions + [server.processID]
        }

        /// Looks at both health checks while a save waits for its refusal.
        private func expectHonestRefusals(of client: SaveClient, at port: Int) async throws {
            async let refused = client.send(
                "POST", "/api/fitness/ai-interview", body: SaveClient.workout(2), key: "refused",
                to: port)
            let database = try await client.send("GET", "/api/health/db", to: port)
            #expect(database.status == 503)
            #expect(database.time < Self.healthMax)
            #expect(database.text.contains("\"ok\":false"))
            let process = try await client.send("GET", "/api/health", to: port)
            #expect(process.status == 200)
            #expect(process.time < .seconds(1))

            let answer = try await refused
            #expect(answer.status == 503)
            #expect(answer.time < Self.saveMax, "took \(answer.time)")
            #expect(try answer.problem().code == "database_unavailable")
            let wait = try #require(answer.header("Retry-After").flatMap { Int($0) })
            #expect((1...60).contains(wait))
        }
    }
}
