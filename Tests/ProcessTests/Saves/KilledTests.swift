import LocalPostgres
import Postgres
import Synchronization
import Testing

extension Saves {
    @Suite("posted while everything is killed", .serialized, .timeLimit(.minutes(4)))
    struct KilledTests {
        /// From a kill until every save accepted before it is applied: the lease of 2 s, the time
        /// that a sweep takes to come by, and a slow machine's start of a process.
        private static let recoveryMax: Duration = .seconds(20)

        @Test("are stored exactly once, every one that was answered for")
        func everythingKilled() async throws {
            try await AppUnderFire.withServer { app, first in
                var server = first
                try await app.slowDown(to: .milliseconds(100))
                let client = try await app.client()
                var (api, port) = try await app.startAPI()
                var worker = try await app.startWorker()
                let load = SaveLoad(client: client, ports: [port])
                let posting = Task { try await load.run() }
                for _ in 0..<3 {
                    try await afterSome(load)
                    await worker.kill()
                    worker = try await app.startWorker()
                    try await expectRecovery(app)

                    try await afterSome(load)
                    await api.kill()
                    api = try await app.startAPI(port: port).service
                    try await expectRecovery(app)

                    try await afterSome(load)
                    await server.kill()
                    server = try await server.cluster.start()
                    try await expectRecovery(app)
                }
                load.stop()
                try await posting.value
                try await app.expectEachSavedOnce(load.accepted, of: client)
                let lost: Int = try await app.queue.value(
                    "SELECT count(*) FROM spotter.outcome WHERE state = 'lost'")
                #expect(lost > 0, "no kill met a save that was being applied")
                #expect(api.child.ending == nil, "the API died of the database's death")
                #expect(worker.child.ending == nil, "the worker died of the database's death")
                try await api.expectOrderlyEnd(within: .seconds(10))
                try await worker.expectOrderlyEnd(within: .seconds(10))
                await server.stop()
            }
        }

        /// Waits until the clients have had some more answers, so that each kill meets work.
        private func afterSome(_ load: SaveLoad) async throws {
            let before = load.accepted.count
            try await eventually(within: .seconds(30), "the clients get no answers") {
                load.accepted.count >= before + 30
            }
        }

        private func expectRecovery(_ app: AppUnderFire) async throws {
            let newest: Int64 = try await app.queue.value(
                "SELECT coalesce(max(id), 0) FROM spotter.job")
            try await eventually(within: Self.recoveryMax, "saves accepted before are stuck") {
                try await app.queue.value(
                    "SELECT count(*) = 0 FROM spotter.jobs WHERE id <= $1 AND state <> 'completed'",
                    newest)
            }
        }
    }
}
