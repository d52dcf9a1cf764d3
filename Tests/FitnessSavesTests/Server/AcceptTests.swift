import FitnessSaves
import NIOHTTP1
import Postgres
import SpotterHTTP
import Testing

@Suite("Accepting saves", .timeLimit(.minutes(1)))
struct AcceptTests {
    static let workout = #"{"workout":{"name":"Legs","exercises":[{"name":"Squat"}],"kg":1.10}}"#
    static let id = "6f1c0000-0000-4000-8000-00000000000a"

    @Test("a save is answered with 202, its place and what it is")
    func accepted() async throws {
        try await RunningServer.with { server in
            let reply = try await server.send(
                .POST, "/api/fitness/ai-interview", body: Self.workout)
            #expect(reply.status == 202)
            let id = try #require(reply["id"])
            #expect(reply.header("Location") == "/api/fitness/saves/\(id)")
            #expect(reply["status"] == "queued")
            #expect(reply.json?["attempt"]?.integer == 0)
            #expect(reply.json?["attempts_max"]?.integer == 20)
            #expect(reply["workout_id"]?.count == 36)
            #expect(reply.json?["saved_at"]?.kind == .null)
            #expect(reply.header("Idempotency-Replayed") == nil)
            let again = try await server.send(.GET, "/api/fitness/saves/\(id)")
            #expect(again.status == 200)
            #expect(again.text == reply.text, "the save looks the same when it is asked for")
        }
    }

    @Test("the arguments are committed when the answer is sent")
    func committed() async throws {
        try await RunningServer.with { server in
            let reply = try await server.send(
                .PUT, "/api/fitness/workouts/\(Self.id.uppercased())", body: Self.workout)
            #expect(reply.status == 202)
            #expect(reply["workout_id"] == Self.id)
            let args = try await server.sql { connection in
                try connection.query(
                    "SELECT args::text FROM spotter.job WHERE kind = 'save_workout'"
                ).only(as: String.self)
            }
            #expect(args.contains(#""user_id": "ann""#))
            #expect(args.contains(#""kg": 1.10"#))
        }
    }

    @Test("the same key and the same request lead to the same save")
    func replay() async throws {
        try await RunningServer.with { server in
            let key = [("Idempotency-Key", "k-1")]
            let first = try await server.send(
                .POST, "/api/fitness/ai-interview", body: Self.workout, headers: key)
            let same =
                #"{ "workout": {"kg":1.10, "exercises":[{"name":"\u0053quat"}],"name":"Legs"}}"#
            for body in [Self.workout, same] {
                let again = try await server.send(
                    .POST, "/api/fitness/ai-interview", body: body, headers: key)
                #expect(again.status == 202)
                #expect(again.header("Idempotency-Replayed") == "true")
                #expect(again.text == first.text)
            }
            let byKey = try await server.send(.GET, "/api/fitness/saves?key=k-1")
            #expect(byKey.text == first.text)
            #expect(try await server.jobs() == 1)
        }
    }

    @Test("the same key and another request are refused, and leave nothing behind")
    func reused() async throws {
        try await RunningServer.with { server in
            let key = [("Idempotency-Key", "k")]
            let path = "/api/fitness/workouts/\(Self.id)"
            _ = try await server.send(.PUT, path, body: Self.workout, headers: key)
            let others: [Reply] = [
                try await server.send(
                    .PUT, path, body: #"{"workout":{"name":"Arms"}}"#, headers: key),
                try await server.send(
                    .POST, "/api/fitness/ai-interview", body: Self.workout, headers: key),
                try await server.send(.DELETE, path, headers: key),
                try await server.send(
                    .PUT, path.dropLast() + "b", body: Self.workout, headers: key),
            ]
            for reply in others {
                #expect(reply.status == 422)
                #expect(reply["code"] == "idempotency_key_reused")
                #expect(reply.header("Content-Type") == "application/problem+json")
            }
            #expect(try await server.jobs() == 1)
        }
    }

    @Test("two users may use the same key")
    func keysOfTwoUsers() async throws {
        try await RunningServer.with { server in
            let key = [("Idempotency-Key", "k")]
            var ids: Set<String?> = []
            for user in ["ann", "bob", "ann ", "client ann"] {
                let reply = try await server.send(
                    .POST, "/api/fitness/ai-interview", as: user, body: Self.workout, headers: key)
                #expect(reply.status == 202)
                ids.insert(reply["id"])
            }
            #expect(ids.count == 4)
        }
    }

    @Test("many at once with one key make one job")
    func concurrentKey() async throws {
        try await RunningServer.with { server in
            let ids = try await withThrowingTaskGroup(of: String?.self) { group in
                for _ in 0..<32 {
                    group.addTask {
                        let reply = try await server.send(
                            .POST, "/api/fitness/ai-interview", body: Self.workout,
                            headers: [("Idempotency-Key", "k")])
                        #expect(reply.status == 202)
                        return reply["id"]
                    }
                }
                return try await group.reduce(into: Set<String?>()) { $0.insert($1) }
            }
            #expect(ids.count == 1)
            #expect(try await server.jobs() == 1)
        }
    }

    @Test(
        "keys of a wrong form",
        arguments: [
            "", "a b", "é", String(repeating: "k", count: 256),
            String(repeating: "k", count: 8192),
        ])
    func badKeys(_ key: String) async throws {
        try await RunningServer.with { server in
            let reply = try await server.send(
                .POST, "/api/fitness/ai-interview", body: Self.workout,
                headers: [("Idempotency-Key", key)])
            #expect(reply.status == 400)
            #expect(reply["code"] == "invalid_idempotency_key")
            #expect(try await server.jobs() == 0)
        }
    }

    @Test("a key outlives its job")
    func keyOutlivesJob() async throws {
        try await RunningServer.with { server in
            let key = [("Idempotency-Key", "k")]
            let first = try await server.send(
                .POST, "/api/fitness/ai-interview", body: Self.workout, headers: key)
            try await server.sql { connection in
                try connection.executeScript(
                    """
                    DELETE FROM spotter.ready; DELETE FROM spotter.job;
                    UPDATE spotter.key SET final_state = 'completed'
                    """)
            }
            let again = try await server.send(
                .POST, "/api/fitness/ai-interview", body: Self.workout, headers: key)
            #expect(again.status == 202)
            #expect(again["id"] == first["id"])
            #expect(again["workout_id"] == first["workout_id"])
            #expect(again["accepted_at"] == first["accepted_at"])
            #expect(again["status"] == "saved")
            #expect(again.header("Idempotency-Replayed") == "true")
            #expect(try await server.jobs() == 0, "nothing is applied a second time")
        }
    }

    @Test("what is refused leaves nothing behind")
    func refused() async throws {
        try await RunningServer.with { server in
            let cases: [(String, Int, String)] = [
                ("{", 400, "not_json"), (#"{"workout":{}}"#, 422, "invalid_document"),
                (#"{"workout":{"name":"a","n":1e309}}"#, 422, "number_out_of_range"),
                (#"{"workout":{"name":"a\u0000"}}"#, 422, "nul_character"),
                (#"{"workout":{"name":"a","a":1,"a":2}}"#, 422, "duplicate_key"),
            ]
            for (body, status, code) in cases {
                let reply = try await server.send(
                    .POST, "/api/fitness/ai-interview", body: body)
                #expect(reply.status == status)
                #expect(reply["code"] == code)
                #expect(reply["request_id"] == reply.header("X-Request-Id"))
            }
            let mismatch = try await server.send(
                .PUT, "/api/fitness/workouts/\(Self.id)",
                body: #"{"workout":{"name":"a","id":"6f1c0000-0000-4000-8000-00000000000b"}}"#)
            #expect(mismatch.status == 422)
            #expect(mismatch["pointer"] == "/workout/id")
            #expect(try await server.jobs() == 0)
        }
    }

    @Test("what is accepted can be stored: numbers and texts at their limits")
    func limits() async throws {
        try await RunningServer.with { server in
            let deep = String(repeating: "[", count: 63) + String(repeating: "]", count: 63)
            let values = [
                "1e308", "-1e308", "1e-308", "0e-1000", "0e1000", "-0", "9007199254740993",
                "0." + String(repeating: "1", count: 39), #""\ud83d\ude00\u0001\u007f""#, deep,
            ]
            for value in values {
                let reply = try await server.send(
                    .POST, "/api/fitness/ai-interview",
                    body: #"{"workout":{"name":"a","v":\#(value)}}"#)
                #expect(reply.status == 202, "\(value)")
            }
        }
    }

    @Test("too many waiting saves: 429, but what was accepted can still be asked for")
    func queueFull() async throws {
        try await RunningServer.with(worker: false, { $0.queueDepthMax = 1 }) { server in
            let key = [("Idempotency-Key", "k")]
            let first = try await server.send(
                .POST, "/api/fitness/ai-interview", body: Self.workout, headers: key)
            #expect(first.status == 202)
            try await server.eventually("the gate closes") {
                try await server.send(
                    .POST, "/api/fitness/ai-interview", body: Self.workout
                ).status == 429
            }
            let refused = try await server.send(
                .POST, "/api/fitness/ai-interview", body: Self.workout)
            #expect(refused["code"] == "queue_full")
            #expect(refused.header("Retry-After") == "10")
            let replay = try await server.send(
                .POST, "/api/fitness/ai-interview", body: Self.workout, headers: key)
            #expect(replay.status == 202)
            #expect(replay["id"] == first["id"])
        }
    }
}
