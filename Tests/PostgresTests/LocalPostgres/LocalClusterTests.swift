import Testing

@testable import LocalPostgres

#if canImport(FoundationEssentials)
    import FoundationEssentials
#else
    import Foundation
#endif

@Suite("A private cluster", .timeLimit(.minutes(2)))
struct LocalClusterTests {
    @Test("keeps its data over a stop, a kill and a second start")
    func keepsData() async throws {
        try await TestDatabase.withServer { server in
            try await run("CREATE TABLE kept (n int)", on: server)
            await server.stop()
            #expect(server.ending == .exited(0))
            let second = try await server.cluster.start()
            try await run("INSERT INTO kept VALUES (1)", on: second)
            await second.kill()
            #expect(second.ending == .killed(signal: 9))
            let third = try await server.cluster.start()
            #expect(try await run("SELECT n::text FROM kept", on: third) == ["1"])
            await third.stop()
        }
    }

    @Test("stops a server that was left running on its data, and starts its own")
    func stopsOrphan() async throws {
        try await TestDatabase.withServer { server in
            let second = try await server.cluster.start()
            #expect(await server.wait() == .exited(0))
            #expect(second.ending == nil)
            #expect(second.processID != server.processID)
            await second.stop()
        }
    }

    @Test("starts although postmaster.pid names a process that is no server")
    func ignoresReusedNumber() async throws {
        try await TestDatabase.withServer { server in
            await server.kill()
            let file = "\(server.cluster.folder)/data/postmaster.pid"
            // Our own number: a process that lives, belongs to us, and is no server.
            let text = "\(ProcessInfo.processInfo.processIdentifier)\n"
            try text.write(toFile: file, atomically: false, encoding: .utf8)
            let again = try await server.cluster.start()
            #expect(again.ending == nil)
            await again.stop()
        }
    }

    @Test("clears away what a killed initdb left, and keeps finished data")
    func removesHalfMade() async throws {
        try await TestDatabase.withServer { server in
            await server.stop()
            let half = "\(server.cluster.folder)/data.new-1"
            try FileManager.default.createDirectory(
                atPath: half, withIntermediateDirectories: false)
            let cluster = try await LocalCluster.prepare(server.cluster.folder)
            #expect(!FileManager.default.fileExists(atPath: half))
            #expect(FileManager.default.fileExists(atPath: "\(cluster.folder)/data/PG_VERSION"))
        }
    }

    @Test("tells the server's own words when it cannot start")
    func reportsFailure() async throws {
        try await TestDatabase.withServer { server in
            await server.stop()
            var options = LocalCluster.Options()
            options.settings["max_connections"] = "none"
            let broken = try await LocalCluster.prepare(server.cluster.folder, options: options)
            let error = await #expect(throws: LocalPostgresError.self) {
                try await broken.start()
            }
            #expect(error?.code == .programFailed)
            #expect(error?.message.contains("max_connections") == true)
        }
    }

    @discardableResult
    private func run(_ statement: String, on server: LocalServer) async throws -> [String] {
        let url = try #require(DatabaseURL(server.url(database: "postgres")))
        return try await SQL.run(statement, at: url)
    }
}
