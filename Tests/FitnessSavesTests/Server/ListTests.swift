import NIOHTTP1
import SpotterHTTP
import Testing

@testable import FitnessSaves

@Suite("Listing saves and workouts", .timeLimit(.minutes(1)))
struct ListTests {
    @Test("nobody sees what is somebody else's")
    func isolation() async throws {
        try await RunningServer.with { server in
            let key = [("Idempotency-Key", "k")]
            let anns = try await server.send(
                .POST, "/api/fitness/ai-interview", body: AcceptTests.workout, headers: key)
            let id = try #require(anns["id"])
            let workout = try #require(anns["workout_id"])
            for path in [
                "/api/fitness/saves/\(id)", "/api/fitness/saves?key=k",
                "/api/fitness/workouts/\(workout)",
            ] {
                let theirs = try await server.send(.GET, path, as: "bob")
                #expect(theirs.status == 404)
                let nobodys = try await server.send(.GET, path, as: nil)
                #expect(nobodys.status == 401)
                #expect(nobodys.header("WWW-Authenticate")?.hasPrefix("Bearer") == true)
            }
            for list in ["saves", "workouts"] {
                let theirs = try await server.send(.GET, "/api/fitness/\(list)", as: "bob")
                #expect(theirs.json?[list]?.elements.isEmpty == true)
                let own = try await server.send(.GET, "/api/fitness/\(list)")
                #expect(own.json?[list]?.elements.count == 1)
            }
        }
    }

    @Test("pages of saves show each once, newest first")
    func savePages() async throws {
        try await RunningServer.with { server in
            try await server.save(25)
            let ids = try await pages(server, "saves", "id", "limit=10")
            #expect(ids == (1...25).reversed().map(String.init))
            let queued = try await pages(server, "saves", "id", "limit=10&status=queued")
            #expect(queued == ids)
            #expect(try await pages(server, "saves", "id", "status=failed").isEmpty)
        }
    }

    @Test("pages of workouts show each once: stored, on its way and failed")
    func workoutPages() async throws {
        try await RunningServer.with { server in
            // 1 to 12 are stored; 13 to 18 wait, of which 13 to 15 replace 1 to 3; 19 removes 4; 20
            // has failed; 21 is stored under a name that its job no longer has.
            try await server.save(18) { $0 <= 12 ? $0 : $0 <= 15 ? $0 - 12 : $0 }
            try await server.apply(1...12)
            _ = try await server.send(.DELETE, "/api/fitness/workouts/\(workoutID(4))")
            try await server.save(1) { _ in 20 }
            try await server.fail(20)
            for limit in [1, 2, 3, 7, 100] {
                let ids = try await pages(server, "workouts", "id", "limit=\(limit)")
                let numbers = [20, 4, 18, 17, 16, 3, 2, 1] + (5...12).reversed()
                #expect(ids == numbers.map(workoutID), "limit \(limit)")
            }
            let all = try await server.send(.GET, "/api/fitness/workouts").json
            let states = all?["workouts"]?.elements.map { $0["status"]?.string }
            let expected =
                ["failed"] + Array(repeating: "queued", count: 7)
                + Array(repeating: "saved", count: 8)
            #expect(states == expected)
            let removed = all?["workouts"]?.elements[1]
            #expect(removed?["save"]?["action"]?.string == "delete")
            #expect(removed?["workout"]?["name"]?.string == "save 4", "as long as it is stored")
            #expect(removed?["saved_at"]?.kind == .string)
        }
    }

    @Test("one workout: on its way, stored, replaced, removed")
    func oneWorkout() async throws {
        try await RunningServer.with { server in
            let path = "/api/fitness/workouts/\(workoutID(1))"
            #expect(try await server.send(.GET, path).status == 404)
            try await server.save(1)
            let queued = try await server.send(.GET, path)
            #expect(queued["status"] == "queued")
            #expect(queued.json?["workout"]?["name"]?.string == "save 1")
            #expect(queued.json?["saved_at"]?.kind == .null)
            try await server.apply(1...1)
            let saved = try await server.send(.GET, path)
            #expect(saved["status"] == "saved")
            #expect(saved.json?["save"]?.kind == .null)
            _ = try await server.send(.DELETE, path)
            #expect(try await server.send(.GET, path)["status"] == "queued")
            try await server.apply(2...2)
            #expect(try await server.send(.GET, path).status == 404)
        }
    }

    @Test(
        "queries that cannot be understood",
        arguments: [
            ("limit=0", "invalid_query"), ("limit=101", "invalid_query"),
            ("limit=x", "invalid_query"), ("limit=1&limit=2", "invalid_query"),
            ("cursor=x", "invalid_cursor"), ("cursor=", "invalid_cursor"),
            ("cursor=AAAAAAAAAAAAAAAAAAA", "invalid_cursor"), ("limit=%ff", "invalid_query"),
            ("limit=%0", "invalid_query"), ("limit=1%00", "invalid_query"),
        ])
    func badQueries(_ query: String, _ code: String) async throws {
        try await RunningServer.with { server in
            for list in ["saves", "workouts"] {
                let reply = try await server.send(.GET, "/api/fitness/\(list)?\(query)")
                #expect(reply.status == 400)
                #expect(reply["code"] == code)
            }
            let status = try await server.send(.GET, "/api/fitness/saves?status=done")
            #expect(status.status == 400)
        }
    }

    @Test("a cursor holds for its own list only, and only whole")
    func cursors() throws {
        let cursor = Cursor(before: 77)
        let text = cursor.text(of: .saves)
        #expect(Cursor(text, of: .saves) == cursor)
        #expect(Cursor(text, of: .workouts) == nil)
        for index in text.indices {
            var changed = text
            changed.replaceSubrange(index...index, with: text[index] == "A" ? "B" : "A")
            #expect(Cursor(changed, of: .saves) == nil)
        }
        #expect(Cursor(String(text.dropLast()), of: .saves) == nil)
        #expect(Cursor(text + "A", of: .saves) == nil)
        #expect(Cursor(Cursor(before: -1).text(of: .saves), of: .saves) == nil)
    }

    private func pages(
        _ server: RunningServer, _ list: String, _ member: String, _ query: String
    ) async throws -> [String] {
        var found: [String] = []
        var cursor: String?
        repeat {
            let suffix = cursor.map { "&cursor=\($0)" } ?? ""
            let reply = try await server.send(.GET, "/api/fitness/\(list)?\(query)\(suffix)")
            #expect(reply.status == 200)
            found += reply.json?[list]?.elements.compactMap { $0[member]?.string } ?? []
            cursor = reply["next_cursor"]
        } while cursor != nil && found.count < 1000
        return found
    }
}
