import LocalPostgres
import Postgres
import Testing

extension Saves {
    @Suite("with two APIs and two workers", .serialized, .timeLimit(.minutes(2)))
    struct TwoOfEachTests {
        @Test("are one job a key, whichever API is asked and however many ask at once")
        func sameKeysAtOnce() async throws {
            try await AppUnderFire.with { app in
                let client = try await app.client()
                let apis = [try await app.startAPI(), try await app.startAPI()]
                for _ in apis { _ = try await app.startWorker() }
                var saves: [String: Answer.Save] = [:]
                for number in 0..<4 {
                    let key = "same-\(number)"
                    let answers = try await post(64, key, client, apis.map(\.port)) { _ in number }
                    #expect(answers.allSatisfy { $0.status == 202 })
                    #expect(answers.count { !$0.isReplay } == 1, "two were told they were first")
                    let places = Set(try answers.map { try Place($0.save()) })
                    #expect(places.count == 1, "the same key, different answers")
                    saves[key] = try answers[0].save()
                }
                try await app.expectEachSavedOnce(saves, of: client)
            }
        }

        @Test("of one key with two contents: one is taken, the other is refused")
        func sameKeyTwoContents() async throws {
            try await AppUnderFire.with { app in
                let client = try await app.client()
                let apis = [try await app.startAPI(), try await app.startAPI()]
                for _ in apis { _ = try await app.startWorker() }
                let answers = try await post(64, "k", client, apis.map(\.port)) { $0 / 2 % 2 }
                let taken = answers.enumerated().filter { $0.element.status == 202 }
                #expect(taken.count == 32)
                #expect(
                    Set(taken.map { $0.offset / 2 % 2 }).count == 1, "both contents were accepted")
                for answer in answers where answer.status != 202 {
                    #expect(try answer.problem().code == "idempotency_key_reused")
                }
                let save = try #require(taken.first).element.save()
                try await app.expectEachSavedOnce(["k": save], of: client)
                let version = try await app.storedVersion(of: save.workoutID)
                #expect(version == taken.first.map { $0.offset / 2 % 2 })
            }
        }

        @Test("of the same keys by two users are two saves")
        func sameKeyTwoUsers() async throws {
            try await AppUnderFire.with { app in
                let (_, port) = try await app.startAPI()
                _ = try await app.startWorker()
                var workouts: Set<String> = []
                for user in ["anna", "ben"] {
                    let client = try await app.client(user)
                    let answer = try await client.send(
                        "POST", "/api/fitness/ai-interview", body: SaveClient.workout(1), key: "k",
                        prefer: "wait=10", to: port)
                    #expect(answer.status == 201)
                    #expect(!answer.isReplay)
                    workouts.insert(try answer.save().workoutID)
                }
                try await app.queue.expectEffectsOnce(of: Array(workouts))
                #expect(workouts.count == 2)
            }
        }

        /// What has to be equal in all answers to one key; the status may have moved on.
        private struct Place: Hashable {
            let id: String
            let workoutID: String

            init(_ save: Answer.Save) {
                id = save.id
                workoutID = save.workoutID
            }
        }

        /// Posts with one key, many at once, the even ones to one API and the odd ones to the
        /// other.
        private func post(
            _ count: Int, _ key: String, _ client: SaveClient, _ ports: [Int],
            version: @escaping @Sendable (Int) -> Int
        ) async throws -> [Answer] {
            try await withThrowingTaskGroup(of: (Int, Answer).self) { group in
                for index in 0..<count {
                    group.addTask {
                        let answer = try await client.send(
                            "POST", "/api/fitness/ai-interview",
                            body: SaveClient.workout(version(index)), key: key,
                            to: ports[index % ports.count])
                        return (index, answer)
                    }
                }
                var answers: [(Int, Answer)] = []
                for try await answer in group { answers.append(answer) }
                return answers.sorted { $0.0 < $1.0 }.map(\.1)
            }
        }
    }
}
