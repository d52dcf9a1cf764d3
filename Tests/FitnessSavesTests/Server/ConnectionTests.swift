import NIOHTTP1
import ServiceLifecycle
import SpotterHTTP
import Testing

@testable import FitnessSaves

@Suite("Connections: what is sent badly, slowly or not at all", .timeLimit(.minutes(1)))
struct ConnectionTests {
    private static let head = "POST /api/fitness/ai-interview HTTP/1.1\r\nHost: a\r\n"

    private static let malformedRequests = [
        "control characters": "\u{1}\u{2}\u{3}\r\n\r\n",
        "a space before the colon": "GET / HTTP/1.1\r\nHost : a\r\n\r\n",
        "NUL in a field": "GET / HTTP/1.1\r\nHost: a\r\nX: a\u{0}b\r\n\r\n",
        "two lengths": head + "Content-Length: 5\r\nContent-Length: 6\r\n\r\nhello",
        "length and chunks": head
            + "Content-Length: 5\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n",
        "an unknown coding": head + "Transfer-Encoding: xchunked\r\n\r\n0\r\n\r\n",
        "a chunk without a size": head + "Transfer-Encoding: chunked\r\n\r\nzz\r\n",
        "an unknown method": "BREW / HTTP/1.1\r\nHost: a\r\n\r\n",
        "a huge field": "GET / HTTP/1.1\r\nHost: a\r\nX: "
            + String(repeating: "a", count: 40_000) + "\r\n\r\n",
    ]

    @Test(
        "what is not HTTP is answered with a problem, and the connection closed",
        arguments: malformedRequests.keys.sorted())
    func malformed(_ name: String) async throws {
        let request = try #require(Self.malformedRequests[name])
        try await RunningServer.with { server in
            let (text, isClosed) = try await RawConnection.exchange(port: server.port, [request])
            #expect(text.hasPrefix("HTTP/1.1 400") || text.hasPrefix("HTTP/1.1 401"))
            #expect(text.contains("application/problem+json"))
            #expect(isClosed)
            #expect(try await server.jobs() == 0)
        }
    }

    @Test(
        "bytes that are no text, in the path, the query and a field",
        arguments: [
            [0xFF, 0xFE], [0xC0, 0x80], [0xED, 0xA0, 0x80], [0xE2, 0x82], Array("%ff%fe".utf8),
            Array("%00".utf8), Array("%c0%80".utf8),
        ] as [[UInt8]])
    func noText(_ bytes: [UInt8]) async throws {
        try await RunningServer.with { server in
            let token = "Authorization: Bearer \(server.token("ann"))\r\nConnection: close\r\n\r\n"
            let body = #"{"workout":{"name":"a"}}"#
            let length = "Content-Type: application/json\r\nContent-Length: \(body.utf8.count)\r\n"
            let requests: [(String, String)] = [
                ("GET /api/fitness/saves/", " HTTP/1.1\r\nHost: a\r\n" + token),
                ("GET /api/fitness/saves?key=", " HTTP/1.1\r\nHost: a\r\n" + token),
                ("GET /api/fitness/workouts?cursor=", " HTTP/1.1\r\nHost: a\r\n" + token),
                (Self.head + length + "Idempotency-Key: \u{e9}", "\r\n" + token + body),
            ]
            for (before, after) in requests {
                let (text, _) = try await RawConnection.exchange(
                    port: server.port, [Array(before.utf8) + bytes + Array(after.utf8)])
                #expect(text.hasPrefix("HTTP/1.1 4"), "\(before.prefix(30))")
                #expect(text.contains("application/problem+json"))
            }
            #expect(try await server.jobs() == 0)
        }
    }

    @Test(
        "a request that does not arrive in time is not waited for",
        arguments: [
            [], ["GET / HT"], ["GET / HTTP/1.1\r\nHo", "st: a\r\n", "X: a\r\n", "Y: a\r\n"],
            [head + "Content-Length: 100\r\n\r\n", "{", "\"", "w", "o", "r", "k", "o", "u", "t"],
        ])
    func slow(_ parts: [String]) async throws {
        let change: @Sendable (inout FitnessSettings) -> Void = { settings in
            settings.http.requestTimeout = .seconds(1)
            settings.http.idleTimeout = .seconds(1)
        }
        try await RunningServer.with(worker: false, change) { server in
            let start = ContinuousClock.now
            let (_, isClosed) = try await RawConnection.exchange(
                port: server.port, parts, pause: .milliseconds(400))
            #expect(isClosed)
            #expect(ContinuousClock.now - start < .seconds(6))
        }
    }

    @Test("a body over the limit is refused before it has come, and the client sees why")
    func tooLarge() async throws {
        try await RunningServer.with { server in
            let token = "Authorization: Bearer \(server.token("ann"))\r\n"
            let json = "Content-Type: application/json\r\n"
            let declared = Self.head + token + json + "Content-Length: 300000\r\n\r\n"
            let chunk = String(repeating: "a", count: 65536)
            let chunked = Self.head + token + json + "Transfer-Encoding: chunked\r\n\r\n"
            for parts in [
                [declared], [chunked] + Array(repeating: "10000\r\n\(chunk)\r\n", count: 5),
            ] {
                let (text, isClosed) = try await RawConnection.exchange(
                    port: server.port, parts, pause: .milliseconds(10))
                #expect(text.hasPrefix("HTTP/1.1 413"))
                #expect(text.contains("payload_too_large"))
                #expect(text.lowercased().contains("connection: close"))
                #expect(isClosed)
            }
        }
    }

    @Test("a client that waits for 100 is told to go on")
    func expectContinue() async throws {
        try await RunningServer.with { server in
            let body = #"{"workout":{"name":"a"}}"#
            let head =
                Self.head + "Authorization: Bearer \(server.token("ann"))\r\n"
                + "Content-Type: application/json\r\nContent-Length: \(body.utf8.count)\r\n"
                + "Connection: close\r\nExpect: 100-continue\r\n\r\n"
            let (text, _) = try await RawConnection.exchange(port: server.port, [head, body])
            #expect(text.hasPrefix("HTTP/1.1 100 Continue\r\n\r\nHTTP/1.1 202"))
        }
    }

    @Test("requests sent one behind the other are answered in their order")
    func pipelined() async throws {
        try await RunningServer.with { server in
            let requests = ["/api/health", "/nothing", "/openapi.json", "/api/health"].map {
                "GET \($0) HTTP/1.1\r\nHost: a\r\n\r\n"
            }
            let (text, _) = try await RawConnection.exchange(
                port: server.port, [requests.joined()], patience: .seconds(1))
            let answers = text.split(separator: "HTTP/1.1 ").map { $0.prefix(3) }
            #expect(answers == ["200", "404", "200", "200"])
        }
    }

    @Test("idle and half-sent connections do not hold up the shutdown")
    func shutdown() async throws {
        let change: @Sendable (inout FitnessSettings) -> Void = {
            $0.http.requestTimeout = .seconds(2)
        }
        let (asked, ask) = AsyncStream.makeStream(of: ContinuousClock.Instant.self)
        try await RunningServer.with(worker: false, change) { server in
            let whole = "GET /api/health HTTP/1.1\r\nHost: a\r\n\r\n"
            let half = Self.head + "Content-Length: 100\r\n\r\n{"
            await withTaskGroup { group in
                for index in 0..<100 {
                    group.addTask {
                        _ = try? await RawConnection.exchange(
                            port: server.port, [index.isMultiple(of: 2) ? whole : half])
                    }
                }
                group.addTask {
                    try? await Task.sleep(for: .milliseconds(500))
                    ask.yield(.now)
                    await server.group.triggerGracefulShutdown()
                }
            }
        }
        let start = try #require(await asked.first { _ in true })
        // The idle ones would be closed after 75 s; a busy machine takes a while for the rest.
        #expect(ContinuousClock.now - start < .seconds(40))
    }
}
