import LocalPostgres
import NIOHTTP1
import Postgres
import SpotterHTTP
import Testing

@testable import FitnessSaves

@Suite("While the database is away", .timeLimit(.minutes(1)))
struct OutageTests {
    static let nowhere = "postgresql://spotter@/nothing?host=/nonexistent/socket"

    @Test("a save is tried for six seconds, then the client is asked to repeat it")
    func gone() async throws {
        try await RunningServer.with(database: Self.nowhere) { server in
            async let health = server.send(.GET, "/api/health", as: nil)
            let clock = ContinuousClock()
            let databaseStart = clock.now
            let database = try await server.send(.GET, "/api/health/db", as: nil)
            #expect(clock.now - databaseStart < .seconds(2))
            #expect(database.status == 503)
            #expect(database.json?["ok"]?.boolean == false)
            #expect(database["error"] == "the database is out of reach")
            #expect(try await health.status == 200)
            let start = clock.now
            let reply = try await server.send(
                .POST, "/api/fitness/ai-interview", body: AcceptTests.workout)
            let took = clock.now - start
            #expect(reply.status == 503)
            #expect(reply["code"] == "database_unavailable")
            #expect(reply.header("Retry-After") != nil)
            #expect(took > .seconds(5))
            #expect(took < .seconds(8))
            #expect(!reply.text.contains("nonexistent"), "says nothing about the inside")
        }
    }

    @Test("a database without our tables is 503 at once, and says nothing about them")
    func notMigrated() async throws {
        try await TestDatabase.with { url in
            try await RunningServer.with(database: url) { server in
                let reply = try await server.send(
                    .POST, "/api/fitness/ai-interview", body: AcceptTests.workout)
                #expect(reply.status == 503)
                #expect(!reply.text.contains("spotter.enqueue"))
            }
        }
    }

    @Test("a restart of the database in the middle costs a moment, not the save")
    func restarted() async throws {
        try await TestDatabase.withServer { postgres in
            let url = postgres.url(database: "postgres")
            try await FitnessDatabase.migrate(url)
            try await RunningServer.with(database: url) { server in
                let before = try await server.send(
                    .POST, "/api/fitness/ai-interview", body: AcceptTests.workout)
                #expect(before.status == 202)
                await postgres.kill()
                async let during = server.send(
                    .POST, "/api/fitness/ai-interview", body: AcceptTests.workout,
                    headers: [("Idempotency-Key", "k")])
                let again = try await postgres.cluster.start()
                let reply = try await during
                #expect(reply.status == 202)
                #expect(try await server.jobs() == 2)
                await again.stop()
            }
        }
    }

    @Test("a commit whose answer is lost makes one job", arguments: [nil, "k"])
    func ambiguous(_ key: String?) async throws {
        try await FitnessDatabase.with { direct in
            let settings = try ConnectionSettings(uri: direct)
            let folder = try #require(settings.hosts.first)
            let socket = "\(folder)/.s.PGSQL.\(settings.port)"
            try await CuttingProxy.with(target: socket) { proxy in
                let user = "postgresql://\(settings.user ?? "")@127.0.0.1:\(proxy.port)"
                let url = "\(user)/\(settings.database ?? "")?sslmode=disable"
                try await RunningServer.with(database: url) { server in
                    for round in 1...5 {
                        // Leaves an idle connection, which the next request takes.
                        _ = try await server.send(.GET, "/api/fitness/saves")
                        proxy.swallowNextAnswer()
                        let reply = try await server.send(
                            .POST, "/api/fitness/ai-interview", body: AcceptTests.workout,
                            headers: key.map { [("Idempotency-Key", "\($0)\(round)")] } ?? [])
                        #expect(reply.status == 202)
                        #expect(reply.header("Idempotency-Replayed") == nil)
                        #expect(try await server.jobs() == round)
                    }
                }
            }
        }
    }
}
