import LocalPostgres
import Postgres
import Testing

extension Saves {
    @Suite("whose line to the database is cut", .serialized, .timeLimit(.minutes(3)))
    struct CutLineTests {
        private static let count = 20

        @Test(
            "at the enqueue are accepted all the same, at the first request and as one job",
            arguments: LineCutter.Loss.allCases)
        func atEnqueue(loss: LineCutter.Loss) async throws {
            try await AppUnderFire.with { app in
                try await LineCutter.with(app.queue.url, losing: loss) { cutter, url in
                    let client = try await app.client()
                    let (api, port) = try await app.startAPI(url: url)
                    _ = try await app.startWorker()
                    let keys = (0..<Self.count).map { "cut-\($0)-" }
                    cutter.cut(.texts(keys))
                    let saves = try await postOnce(keys, client, to: port)
                    #expect(cutter.cuts == Self.count)
                    try await app.expectEachSavedOnce(saves, of: client)
                    #expect(api.child.ending == nil)
                }
            }
        }

        @Test("at the worker's commit are applied once", arguments: LineCutter.Loss.allCases)
        func atCommit(loss: LineCutter.Loss) async throws {
            try await AppUnderFire.with { app in
                try await LineCutter.with(app.queue.url, losing: loss) { cutter, url in
                    let client = try await app.client()
                    let (_, port) = try await app.startAPI()
                    let worker = try await app.startWorker(url: url)
                    cutter.cut(.first(Self.count, "COMMIT"))
                    let saves = try await postOnce(
                        (0..<Self.count).map { "k\($0)" }, client, to: port)
                    try await app.expectEachSavedOnce(saves, of: client, within: .seconds(60))
                    #expect(cutter.cuts >= Self.count / 2)
                    #expect(worker.child.ending == nil)
                }
            }
        }

        @Test(
            "anywhere, at any message, are stored exactly once",
            arguments: LineCutter.Loss.allCases)
        func anywhere(loss: LineCutter.Loss) async throws {
            try await AppUnderFire.with { app in
                try await LineCutter.with(app.queue.url, losing: loss) { cutter, url in
                    let client = try await app.client()
                    let (api, port) = try await app.startAPI(url: url)
                    let worker = try await app.startWorker(url: url)
                    let load = SaveLoad(client: client, ports: [port])
                    cutter.cut(.oneIn(20))
                    let posting = Task { try await load.run() }
                    try await eventually { cutter.cuts >= 40 && load.accepted.count >= 100 }
                    load.stop()
                    try await posting.value
                    cutter.stop()
                    try await app.expectEachSavedOnce(load.accepted, of: client)
                    #expect(api.child.ending == nil)
                    #expect(worker.child.ending == nil)
                }
            }
        }

        /// Posts with each key, all at once and each only once; by key what was accepted.
        private func postOnce(
            _ keys: [String], _ client: SaveClient, to port: Int
        ) async throws -> [String: Answer.Save] {
            try await withThrowingTaskGroup(of: (String, Answer).self) { group in
                for (number, key) in keys.enumerated() {
                    group.addTask {
                        let answer = try await client.send(
                            "POST", "/api/fitness/ai-interview", body: SaveClient.workout(number),
                            key: key, to: port)
                        return (key, answer)
                    }
                }
                var saves: [String: Answer.Save] = [:]
                for try await (key, answer) in group {
                    #expect(answer.status == 202, "\(key): \(answer.text)")
                    // It was the client's first request, whatever happened behind the scenes.
                    #expect(!answer.isReplay, "\(key)")
                    saves[key] = try answer.save()
                }
                return saves
            }
        }
    }
}
