import AsyncHTTPClient
import HTTPTypes
import Hummingbird
import NIOCore
import ServiceLifecycle
import SpotterHTTP
import Testing

@testable import FitnessSaves

@Suite("Errors become problems", .timeLimit(.minutes(1)))
struct ProblemMiddlewareTests {
    private struct Trouble: Error {
        let secret = "canary: password=x SELECT * FROM job"
    }

    @Test("whatever is thrown is answered in one form, without a word from the inside")
    func everything() async throws {
        let router = Router(context: BasicServerContext.self)
        let paths = PathTable()
        router.add(middleware: RequestIDMiddleware())
        router.add(middleware: ProblemMiddleware(paths: paths))
        let errors: [(String, any Error)] = [
            ("trouble", Trouble()), ("http", HTTPError(.badRequest, message: "canary")),
            ("large", HTTPError(.contentTooLarge)), ("bad", HTTPError(.badGateway)),
            ("cancelled", CancellationError()), ("problem", Problem(.forbidden)),
        ]
        for (name, error) in errors {
            router.get(RouterPath(name)) { _, _ -> Response in throw error }
        }
        let (ports, port) = AsyncStream.makeStream(of: Int.self)
        let application = Application(
            router: router,
            configuration: ApplicationConfiguration(address: .hostname("127.0.0.1", port: 0)),
            onServerRunning: { port.yield($0.localAddress?.port ?? 0) }, logger: .silent)
        let group = ServiceGroup(services: [application], logger: .silent)
        try await withThrowingTaskGroup { tasks in
            tasks.addTask { try await group.run() }
            let port = try #require(await ports.first { _ in true })
            for (name, status, code) in [
                ("trouble", 500, "internal_error"), ("http", 400, "bad_request"),
                ("large", 413, "payload_too_large"), ("bad", 500, "internal_error"),
                ("cancelled", 503, "shutting_down"), ("problem", 403, "forbidden"),
                ("nothing", 404, "not_found"),
            ] {
                let request = HTTPClientRequest(url: "http://127.0.0.1:\(port)/\(name)")
                let response = try await HTTPClient.shared.execute(request, timeout: .seconds(5))
                let body = try await response.body.collect(upTo: 1 << 20)
                let reply = Reply(response, Array(body.readableBytesView))
                #expect(reply.status == status)
                #expect(reply["code"] == code)
                #expect(reply["request_id"] == reply.header("X-Request-Id"))
                #expect(reply.header("Content-Type") == "application/problem+json")
                #expect(!reply.text.contains("canary"))
            }
            await group.triggerGracefulShutdown()
            try await tasks.waitForAll()
        }
    }
}
