import LocalPostgres
import Postgres
import Testing

@Suite("a pool whose server goes away", .timeLimit(.minutes(2)))
struct PoolRecoveryTests {
    @Test("idle connections that were killed are replaced without anybody noticing")
    func idleKilled() async throws {
        try await Database.withSettings { settings in
            let observer = try await Observer(settings)
            try await Database.withPool(settings, size: 4) { pool in
                try await withThrowingTaskGroup(of: Void.self) { group in
                    for _ in 0..<40 {
                        group.addTask {
                            _ = try await pool.withConnection(deadline: .seconds(30)) {
                                try $0.execute("SELECT pg_sleep(0.005)")
                            }
                        }
                    }
                    try await group.waitForAll()
                }
                #expect(pool.statistics.open == 4)
                #expect(try await observer.terminateAll() == 4)
                for _ in 0..<8 {
                    let one = try await pool.withConnection { connection in
                        try connection.query("SELECT 1").only(as: Int.self)
                    }
                    #expect(one == 1)
                }
            }
            await observer.close()
        }
    }

    @Test("a connection killed at work is lost, and the next caller gets a new one")
    func killedAtWork() async throws {
        try await Database.withSettings { settings in
            let observer = try await Observer(settings)
            try await Database.withPool(settings, size: 1) { pool in
                let pid = try await pool.withConnection { $0.backendProcessID }
                async let failure = postgresError {
                    try await pool.withConnection(deadline: .seconds(30)) { connection in
                        try connection.execute("SELECT pg_sleep(25)")
                    }
                }
                try await eventually("the statement starts") {
                    try await !observer.running("SELECT pg_sleep(25)").isEmpty
                }
                try await observer.terminate(pid)
                #expect(try await failure.code == .connectionLost)
                let next = try await pool.withConnection { $0.backendProcessID }
                #expect(next != pid)
            }
            await observer.close()
        }
    }

    @Test("while the server is away few attempts are made; callers learn the reason")
    func serverAway() async throws {
        let port = try SilentServer().port
        let settings = try ConnectionSettings(uri: "postgresql://u:hunter2@127.0.0.1:\(port)/d")
        let counter = LogCounter()
        let pool = Pool(settings, size: 8, logger: counter.logger)
        let codes = await withTaskGroup(of: PostgresError.Code?.self) { group in
            for _ in 0..<50 {
                group.addTask {
                    do {
                        try await pool.withConnection(deadline: .milliseconds(1200)) { _ in }
                        return nil
                    } catch {
                        return (error as? PostgresError)?.code
                    }
                }
            }
            return await group.reduce(into: []) { $0.append($1) }
        }
        #expect(codes == Array(repeating: .connectionFailed, count: 50))
        // Eight at once at first, before it is known that the server is away, then one by one.
        #expect(counter.warnings <= 8 + 5)
        await pool.shutdown(deadline: .seconds(5))
    }

    @Test("a server that was killed and started again is found again by itself")
    func restarted() async throws {
        try await TestDatabase.withServer { server in
            let settings = try ConnectionSettings(uri: server.url(database: "postgres"))
            try await Database.withPool(settings, size: 2) { pool in
                try await pool.withConnection { try $0.execute("SELECT 1") }
                await server.kill()
                let waiting = Task {
                    // The old backend may still take a statement in its last moment.
                    while true {
                        do {
                            return try await pool.withConnection(deadline: .seconds(60)) {
                                try $0.query("SELECT 1").only(as: Int.self)
                            }
                        } catch let error as PostgresError where error.code == .connectionLost {}
                    }
                }
                let again = try await server.cluster.start()
                #expect(try await waiting.value == 1)
                await again.stop()
            }
        }
    }
}
