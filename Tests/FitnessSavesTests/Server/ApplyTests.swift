import NIOHTTP1
import Postgres
import SpotterHTTP
import Testing

@testable import FitnessSaves

@Suite("Applying saves", .timeLimit(.minutes(1)))
struct ApplyTests {
    static let id = "6f1c0000-0000-4000-8000-00000000000a"
    static var path: String { "/api/fitness/workouts/\(id)" }

    @Test("with Prefer: wait a save is answered when it is applied")
    func preferWait() async throws {
        try await RunningServer.with(worker: true) { server in
            let reply = try await server.send(
                .PUT, Self.path, body: #"{"workout":{"name":"Legs","kg":1.10}}"#,
                headers: [("Prefer", "respond-async, wait=10")])
            #expect(reply.status == 201)
            #expect(reply["status"] == "saved")
            #expect(reply["saved_at"] != nil)
            #expect(reply.json?["attempt"]?.integer == 1)
            let stored = try await server.send(.GET, Self.path)
            #expect(stored.status == 200)
            #expect(stored["status"] == "saved")
            #expect(
                stored.json?["workout"]?["kg"].map { String(decoding: $0.bytes, as: UTF8.self) }
                    == "1.10")
        }
    }

    @Test("without a worker the wait ends, and the save stays accepted")
    func waitEnds() async throws {
        try await RunningServer.with { server in
            let reply = try await server.send(
                .PUT, Self.path, body: #"{"workout":{"name":"Legs"}}"#,
                headers: [("Prefer", "wait=1")])
            #expect(reply.status == 202)
            #expect(reply["status"] == "queued")
        }
    }

    @Test("replace and remove, in the order in which they were accepted")
    func order() async throws {
        try await RunningServer.with(worker: true) { server in
            for round in 0..<20 {
                _ = try await server.send(
                    .PUT, Self.path, body: #"{"workout":{"name":"round \#(round)"}}"#)
            }
            let last = try await server.send(
                .PUT, Self.path, body: #"{"workout":{"name":"last"}}"#,
                headers: [("Prefer", "wait=10")])
            #expect(last.status == 201)
            let stored = try await server.send(.GET, Self.path)
            #expect(stored.json?["workout"]?["name"]?.string == "last")
            let removed = try await server.send(
                .DELETE, Self.path, headers: [("Prefer", "wait=10")])
            #expect(removed.status == 201)
            #expect(removed["action"] == "delete")
            #expect(try await server.send(.GET, Self.path).status == 404)
        }
    }

    @Test("an older save that comes late writes nothing, nor does it undo a removal")
    func late() async throws {
        try await RunningServer.with { server in
            _ = try await server.send(.PUT, Self.path, body: #"{"workout":{"name":"old"}}"#)
            _ = try await server.send(.PUT, Self.path, body: #"{"workout":{"name":"new"}}"#)
            _ = try await server.send(.DELETE, Self.path)
            let rows = try await server.sql { connection in
                var affected: [Int] = []
                for number in [2, 1, 3, 2, 1] as [Int64] {
                    affected.append(
                        try connection.execute(
                            .workoutSave,
                            try connection.query(
                                "SELECT args FROM spotter.job WHERE id = $1", number
                            ).only(as: JSONBytes.self), number))
                }
                let isRemoved = try connection.query(
                    "SELECT workout IS NULL AND job_id = 3 FROM fitness.workouts"
                ).only(as: Bool.self)
                #expect(isRemoved)
                return affected
            }
            #expect(rows == [1, 0, 1, 0, 0])
        }
    }

    @Test(
        "arguments that break a rule are failed for good, and say so",
        arguments: [
            "{}", #"{"user_id":"ann","workout_id":"x","action":"save","workout":{}}"#,
            #"{"user_id":"ann","workout_id":"\#(id)","action":"save"}"#,
            #"{"user_id":"ann","workout_id":"\#(id)","action":"burn","workout":{}}"#,
            #"{"user_id":"ann","workout_id":"\#(id)","action":"save","workout":[]}"#,
        ])
    func badArguments(_ args: String) async throws {
        try await RunningServer.with(worker: true) { server in
            try await server.sql { connection in
                try connection.execute(
                    "SELECT spotter.enqueue('save_workout', $1::jsonb, 'saves')",
                    JSONBytes(bytes: Array(args.utf8)))
            }
            try await server.eventually("the job is failed") {
                try await server.sql { connection in
                    try connection.query("SELECT state FROM spotter.jobs").only(as: String.self)
                } == "failed"
            }
            let list = try await server.send(.GET, "/api/fitness/saves?status=failed")
            #expect(list.status == 200)
            #expect(try await server.send(.GET, "/api/fitness/workouts").status == 200)
        }
    }
}
