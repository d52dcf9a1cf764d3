import LocalPostgres
import Postgres
import Testing

#if canImport(Darwin)
    import Darwin
#else
    import Glibc
#endif

extension Saves {
    @Suite("at a shutdown", .serialized, .timeLimit(.minutes(3)))
    struct StopTests {
        private static let workouts = (1...5).map { "00000000-0000-4000-8000-00000000000\($0)" }

        @Test(
            "of the API are answered when they are under way",
            arguments: [[SIGTERM], [SIGINT]])
        func answeredUnderWay(signals: [Int32]) async throws {
            try await AppUnderFire.with { app in
                let client = try await app.client()
                let (api, port) = try await app.startAPI()
                // These clients keep their connections, or never finish what they began to say.
                let idle = try await SilentClients.connect(
                    20, to: port, saying: "GET /api/health HTTP/1.1\r\nHost: x\r\n\r\n")
                let half = try await SilentClients.connect(
                    20, to: port, saying: "POST /api/fitness/ai-interview HTTP/1.1\r\nHost: x\r\n")
                let gate = try await Gate.close("spotter.key", in: app)
                // No more than the API has connections: all of them are under way, none in the line.
                async let answers = post(8, client, to: port)
                try await gate.untilWaiting(atLeast: 8)
                api.child.send(signals[0])
                try await api.line(with: "stopping")
                try await gate.open()
                for answer in try await answers { #expect(answer.status == 202, "\(answer.text)") }
                let ending = await api.child.wait(atMost: .seconds(12))
                #expect(ending == .exited(0), "\(api.log.suffix(10).joined(separator: "\n"))")
                let accepted: Int = try await app.queue.value("SELECT count(*) FROM spotter.job")
                #expect(accepted == 8)
                await idle.close()
                await half.close()
            }
        }

        @Test("of the API that wait for their workout are answered at once")
        func waitingForWorkout() async throws {
            try await AppUnderFire.with { app in
                let client = try await app.client()
                let (api, port) = try await app.startAPI()
                async let answer = client.send(
                    "POST", "/api/fitness/ai-interview", body: SaveClient.workout(1), key: "k",
                    prefer: "wait=10", to: port)
                try await api.line(with: "save accepted")
                try await api.expectOrderlyEnd(within: .seconds(5))
                #expect(try await answer.status == 202)
                #expect(try await answer.save().status == "queued")
            }
        }

        @Test("of the API that is told twice are there, if they were answered for")
        func apiToldTwice() async throws {
            try await AppUnderFire.with { app in
                let client = try await app.client()
                let (api, port) = try await app.startAPI()
                let load = SaveLoad(client: client, ports: [port])
                let posting = Task { try await load.run() }
                try await eventually { load.accepted.count > 40 }
                api.child.send(SIGTERM)
                api.child.send(SIGINT)
                let ending = await api.child.wait(atMost: .seconds(12))
                #expect(ending == .exited(0), "\(api.log.suffix(10).joined(separator: "\n"))")
                _ = try await app.startAPI(port: port)
                _ = try await app.startWorker()
                load.stop()
                try await posting.value
                try await app.expectEachSavedOnce(load.accepted, of: client)
            }
        }

        @Test("of the worker are finished within the grace")
        func finishedWithinGrace() async throws {
            try await AppUnderFire.with { app in
                let client = try await app.client()
                let (_, port) = try await app.startAPI()
                let worker = try await app.startWorker()
                let saves = try await putHeld(client, in: app, to: port)
                worker.child.send(SIGTERM)
                try await worker.line(with: "stopping")
                // What comes now is nothing for a worker that is about to stop.
                let late = try await client.post(0, key: "late", to: [port])
                try await app.release()
                let ending = await worker.child.wait(atMost: .seconds(10))
                #expect(ending == .exited(0), "\(worker.log.suffix(10).joined(separator: "\n"))")
                try await app.queue.expectEffectsOnce(of: Self.workouts)
                #expect(try await app.queue.count("available") == 1)
                try await app.queue.expectNoLeases()
                _ = try await app.startWorker()
                try await app.expectEachSavedOnce(
                    saves.merging(["late": late]) { old, _ in old }, of: client)
            }
        }

        @Test(
            "of the worker that outlast the grace go back unspent, and are saved by another",
            arguments: [[SIGTERM], [SIGINT], [SIGTERM, SIGTERM], [SIGTERM, SIGINT]])
        func givenBack(signals: [Int32]) async throws {
            try await AppUnderFire.with { app in
                let client = try await app.client()
                let (_, port) = try await app.startAPI()
                let grace = signals.count == 1 ? "3s" : "60s"
                let worker = try await app.startWorker(["SPOTTER_SHUTDOWN_GRACE": grace])
                let saves = try await putHeld(client, in: app, to: port)
                try await worker.expectOrderlyEnd(after: signals, within: .seconds(8))
                #expect(try await app.queue.count("running") == 0)
                try await app.queue.expectNoLeases()
                try await app.queue.expectEffectsOnce(of: [])
                try await app.release()
                _ = try await app.startWorker()
                try await app.expectEachSavedOnce(saves, of: client)
            }
        }

        /// Puts workouts whose saving waits, and waits until they are all under way.
        private func putHeld(
            _ client: SaveClient, in app: AppUnderFire, to port: Int
        ) async throws -> [String: Answer.Save] {
            var saves: [String: Answer.Save] = [:]
            for (number, workout) in Self.workouts.enumerated() {
                try await app.hold(workout)
                saves["held-\(number)"] = try await client.insist(
                    "PUT", "/api/fitness/workouts/\(workout)", body: SaveClient.workout(number),
                    key: "held-\(number)", to: [port])
            }
            try await eventually(within: .seconds(20)) {
                try await app.queue.value(
                    "SELECT count(*) = \(Self.workouts.count) FROM pg_stat_activity"
                        + " WHERE wait_event = 'PgSleep' AND datname = current_database()")
            }
            return saves
        }

        private func post(
            _ count: Int, _ client: SaveClient, to port: Int
        ) async throws -> [Answer] {
            try await withThrowingTaskGroup(of: Answer.self) { group in
                for number in 0..<count {
                    group.addTask {
                        try await client.send(
                            "POST", "/api/fitness/ai-interview", body: SaveClient.workout(number),
                            key: "k\(number)", to: port)
                    }
                }
                return try await group.reduce(into: []) { $0.append($1) }
            }
        }
    }
}
