import Glibc
import LocalPostgres
import Spotter
import Testing

@Suite("The API and the worker as processes")
struct CommandServicesTests {
    private static let secret = ["SPOTTER_JWT_SECRET": String(repeating: "s", count: 32)]

    private static func environment(_ url: String) -> [String: String] {
        secret.merging(
            ["DATABASE_URL": url, "PORT": "0", "LOG_FORMAT": "json", "SPOTTER_RELEASE": "r7"]
        ) { $1 }
    }

    @Test(
        "SIGTERM ends a worker with 0; it says what it is, and nothing secret",
        .timeLimit(.minutes(1)))
    func worker() async throws {
        try await CommandQueue.with { queue in
            let worker = try await RunningService.start(
                ["worker"], environment: Self.environment(queue.url))
            try await worker.line(with: "worker started")
            _ = try await queue.spotter("enqueue", "spotter.noop", "{}")
            try await eventually { try await queue.count(.completed) == 1 }
            worker.child.send(SIGTERM)
            #expect(await worker.child.wait(atMost: .seconds(20)) == .exited(0))
            let log = worker.log.joined(separator: "\n")
            #expect(log.contains(#""release":"r7""#))
            #expect(log.contains(#""libpq":"#))
            #expect(!log.contains(String(repeating: "s", count: 32)))
            #expect(worker.log.allSatisfy { $0.hasPrefix("{") && $0.hasSuffix("}") })
        }
    }

    @Test(
        "SIGTERM ends both in order while the database is away", .timeLimit(.minutes(1)),
        arguments: [("api", "listening"), ("worker", "connecting failed")])
    func away(command: String, sign: String) async throws {
        let service = try await RunningService.start(
            [command], environment: Self.environment("postgresql://127.0.0.1:1/x"))
        try await service.line(with: "starting without it")
        try await service.line(with: sign)
        try await service.expectOrderlyEnd(within: .seconds(20))
    }

    @Test("a schema that is found to be missing later ends the process", .timeLimit(.minutes(1)))
    func lateSchema() async throws {
        try await TestDatabase.withServer { server in
            let url = server.url(database: "postgres")
            await server.kill()
            let worker = try await RunningService.start(
                ["worker"], environment: Self.environment(url))
            try await worker.line(with: "starting without it")
            let again = try await server.cluster.start()
            #expect(await worker.child.wait(atMost: .seconds(30)) == .exited(1))
            #expect(worker.log.contains { $0.contains("spotter migrate") })
            await again.stop()
        }
    }
}
