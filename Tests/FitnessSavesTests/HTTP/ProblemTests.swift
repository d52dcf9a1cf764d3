import HTTPTypes
import Hummingbird
import Testing

@testable import SpotterHTTP

@Suite("Problems")
struct ProblemTests {
    @Test("a body says what, where and which request")
    func body() throws {
        let problem = Problem(.invalidDocument, "wrong \"x\"", pointer: "/a/0")
        let root = try JSONDocument(problem.body(requestID: "r1")).root
        #expect(root["type"]?.string == "urn:spotter:problem:invalid_document")
        #expect(root["code"]?.string == "invalid_document")
        #expect(root["status"]?.integer == 422)
        #expect(root["title"]?.string == "The document breaks a rule")
        #expect(root["detail"]?.string == "wrong \"x\"")
        #expect(root["pointer"]?.string == "/a/0")
        #expect(root["request_id"]?.string == "r1")
    }

    @Test(
        "Retry-After is in whole seconds, at least one",
        arguments: [
            (.zero, "1"), (.milliseconds(1), "1"), (.milliseconds(1001), "2"), (.seconds(5), "5"),
        ] as [(Duration, String)])
    func retryAfter(_ delay: Duration, _ header: String) {
        #expect(Problem(.tooManyRequests).retry(after: delay).headers[.retryAfter] == header)
    }

    @Test(
        "request ids from outside are kept when they are harmless",
        arguments: [
            ("abc-1.2_Z", true), ("", false), ("a b", false), ("a\nb", false), ("é", false),
            ("\"", false), (String(repeating: "a", count: 128), true),
            (String(repeating: "a", count: 129), false),
        ])
    func requestIDs(_ id: String, _ isKept: Bool) {
        #expect((RequestIDMiddleware<BasicServerContext>.accepted(id) != nil) == isKept)
    }

    @Test("a path is told from a method")
    func paths() {
        let table = PathTable()
        table.add("/api/saves", .get)
        table.add("/api/workouts/:id", .get)
        table.add("/api/workouts/:id", .delete)
        #expect(table.methods(of: "/api/workouts/7").map(\.rawValue) == ["DELETE", "GET", "HEAD"])
        #expect(table.methods(of: "/api/workouts/7/x").isEmpty)
        #expect(table.methods(of: "/api/saves").map(\.rawValue) == ["GET", "HEAD"])
        #expect(table.methods(of: "/").isEmpty)
    }

    @Test(
        "media types",
        arguments: [
            ("application/json", true), ("application/json; charset=utf-8", true),
            ("Application/JSON;charset=\"UTF-8\"", true), ("application/merge-patch+json", true),
            ("application/json; charset=latin1", false), ("text/json", false),
            ("text/plain", false),
            ("application/x-www-form-urlencoded", false), ("", false), ("application/jsonx", false),
            ("application/json, text/plain", false),
        ])
    func mediaTypes(_ type: String, _ isTaken: Bool) {
        let isRefused = (try? JSONBody.checkType([.contentType: type])) == nil
        #expect(isRefused == !isTaken)
    }
}
