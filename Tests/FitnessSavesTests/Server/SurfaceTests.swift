import NIOHTTP1
import SpotterHTTP
import Testing

@testable import FitnessSaves

@Suite("The surface: methods, types, headers, health, metrics", .timeLimit(.minutes(1)))
struct SurfaceTests {
    @Test("a wrong method is 405 with the right ones, a wrong path 404")
    func methods() async throws {
        try await RunningServer.with { server in
            let cases: [(HTTPMethod, String, Int, String?)] = [
                (.GET, "/api/fitness/ai-interview", 405, "POST"),
                (.PATCH, "/api/fitness/workouts/x", 405, "DELETE, GET, HEAD, PUT"),
                (.POST, "/api/health", 405, "GET, HEAD"),
                (.RAW(value: "TRACE"), "/api/health", 405, "GET, HEAD"),
                (.GET, "/api/fitness", 404, nil), (.GET, "/", 404, nil),
                (.GET, "/api/fitness/saves/1/2", 404, nil), (.GET, "/debug", 404, nil),
                (.GET, "/api/../metrics", 404, nil),
            ]
            for (method, path, status, allow) in cases {
                let reply = try await server.send(method, path)
                #expect(reply.status == status, "\(method) \(path)")
                #expect(reply.header("Allow") == allow)
                if method != .HEAD { #expect(reply["request_id"] != nil) }
            }
            let head = try await server.send(.HEAD, "/api/health")
            #expect(head.status == 200)
            #expect(head.text.isEmpty)
        }
    }

    @Test("a body of another type is 415")
    func mediaTypes() async throws {
        try await RunningServer.with { server in
            for type in [
                "text/plain", "application/x-www-form-urlencoded", "application/json;charset=x",
            ] {
                let reply = try await server.send(
                    .POST, "/api/fitness/ai-interview", body: AcceptTests.workout,
                    headers: [("Content-Type", type)])
                #expect(reply.status == 415)
                #expect(reply["code"] == "unsupported_media_type")
            }
            let packed = try await server.send(
                .POST, "/api/fitness/ai-interview", body: AcceptTests.workout,
                headers: [("Content-Encoding", "gzip")])
            #expect(packed.status == 415)
        }
    }

    @Test("every answer keeps browsers from guessing, and tells nothing about the server")
    func headers() async throws {
        try await RunningServer.with { server in
            for path in ["/api/health", "/nothing", "/openapi.json", "/api/fitness/saves"] {
                let reply = try await server.send(.GET, path, as: nil)
                #expect(reply.header("X-Content-Type-Options") == "nosniff")
                #expect(
                    reply.header("Content-Security-Policy")?.contains("default-src 'none'") == true)
                #expect(reply.header("Referrer-Policy") == "no-referrer")
                #expect(reply.header("Server") == nil)
                #expect(reply.header("X-Request-Id") != nil)
                #expect(reply.header("Access-Control-Allow-Origin") == nil)
            }
            let named = try await server.send(
                .GET, "/nothing", headers: [("X-Request-Id", "mine-1")])
            #expect(named["request_id"] == "mine-1")
            let strange = try await server.send(
                .GET, "/nothing", headers: [("X-Request-Id", "a\" b")])
            #expect(strange["request_id"] != "a\" b")
        }
    }

    @Test("pages of the named origins may call, and no others")
    func origins() async throws {
        let change: @Sendable (inout FitnessSettings) -> Void = {
            $0.http.corsOrigins = ["https://app.example"]
        }
        try await RunningServer.with(worker: false, change) { server in
            for (origin, isAllowed) in [
                ("https://app.example", true), ("https://evil.example", false), ("null", false),
                ("https://app.example.evil.example", false), ("http://app.example", false),
            ] {
                let asked = [("Origin", origin), ("Access-Control-Request-Method", "PUT")]
                let preflight = try await server.send(
                    .OPTIONS, "/api/fitness/workouts/x", as: nil, headers: asked)
                #expect((preflight.status == 204) == isAllowed)
                let expected = isAllowed ? origin : nil
                #expect(preflight.header("Access-Control-Allow-Origin") == expected)
                let reply = try await server.send(
                    .GET, "/api/fitness/saves", as: nil, headers: [("Origin", origin)])
                #expect(reply.status == 401)
                #expect(reply.header("Access-Control-Allow-Origin") == expected)
                #expect(reply.header("Vary") == "Origin")
            }
        }
    }

    @Test("one user's flood is held back and leaves the others alone")
    func rateLimit() async throws {
        let change: @Sendable (inout FitnessSettings) -> Void = {
            $0.userRate = 1
            $0.userBurst = 5
        }
        try await RunningServer.with(worker: false, change) { server in
            var statuses: [Int] = []
            while statuses.last != 429, statuses.count < 50 {
                let reply = try await server.send(
                    .GET, "/api/fitness/saves",
                    headers: [("X-Forwarded-For", "10.0.0.\(statuses.count)")])
                statuses.append(reply.status)
                guard reply.status == 429 else { continue }
                #expect(reply.header("Retry-After") == "1")
                #expect(reply["code"] == "too_many_requests")
            }
            #expect(statuses.count > 5, "a burst passes")
            #expect(statuses.last == 429)
            #expect(try await server.send(.GET, "/api/fitness/saves", as: "bob").status == 200)
        }
    }

    @Test("guessing tokens becomes slow, and harms nobody with a good one")
    func guessing() async throws {
        try await RunningServer.with { server in
            // More than come back in the time that they take.
            var statuses: [Int] = []
            while statuses.last != 429, statuses.count < 5000 {
                statuses.append(try await server.send(.GET, "/api/fitness/saves", as: nil).status)
            }
            #expect(statuses.count > 100)
            #expect(statuses.last == 429)
            #expect(try await server.send(.GET, "/api/fitness/saves").status == 200)
        }
    }

    @Test("health, metrics and the description of all this")
    func operations() async throws {
        try await RunningServer.with { server in
            for path in ["/api/health", "/api/health/db"] {
                let reply = try await server.send(.GET, path, as: nil)
                #expect(reply.status == 200)
                #expect(reply.text == #"{"ok":true}"#)
            }
            #expect(try await server.send(.GET, "/metrics", as: nil).status == 401)
            #expect(try await server.send(.GET, "/metrics").status == 401)
            let metrics = try await server.send(
                .GET, "/metrics", as: nil, headers: [("Authorization", "Bearer metrics-token")])
            #expect(metrics.status == 200)
            #expect(metrics.header("Content-Type")?.hasPrefix("text/plain") == true)
            let description = try await server.send(.GET, "/openapi.json", as: nil)
            #expect(description.json?["openapi"]?.string == "3.1.0")
        }
    }

    @Test("every path and code that there is stands in the description")
    func description() throws {
        let text = try #require(Embedded.assets["openapi.json"])
        var limits = JSONLimits()
        limits.indexDepth = 20
        let root = try JSONDocument(Array(text.utf8), limits: limits).root
        #expect(root["paths"]?["/api/fitness/workouts/{id}"]?["put"] != nil)
        let known = root["components"]?["schemas"]?["Problem"]?["properties"]?["code"]?["enum"]?
            .elements.compactMap(\.string)
        let codes: [ProblemCode] = [
            .badRequest, .notJSON, .invalidQuery, .invalidCursor, .unauthorized, .notFound,
            .methodNotAllowed, .requestTimeout, .payloadTooLarge, .unsupportedMediaType,
            .invalidDocument, .duplicateKey, .nulCharacter, .numberOutOfRange, .numberTooLong,
            .tooDeep, .tooManyRequests, .internalError, .databaseUnavailable, .shuttingDown,
            .invalidKey, .keyReused, .idMismatch, .queueFull, .keysUnavailable,
        ]
        #expect(Set(known ?? []) == Set(codes.map(\.word)))
    }
}
