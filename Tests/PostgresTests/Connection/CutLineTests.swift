import Postgres
import Testing

@Suite("a line cut", .timeLimit(.minutes(1)))
struct CutLineTests {
    /// Inserts one row through a proxy that cuts as told, and gives the error and how many rows
    /// there are then.
    private func insert(
        cutting cut: CuttingProxy.Cut,
        _ body: @Sendable (isolated Connection) throws -> Void
    ) async throws -> (error: PostgresError, rows: Int, took: Duration) {
        try await Database.withSettings { settings in
            let observer = try await Observer(settings)
            let proxy = try CuttingProxy(to: settings, cut: nil)
            let connection = try await Database.connect(settings.through(port: proxy.port))
            try await connection.run(deadline: .seconds(5)) { connection in
                try connection.execute("CREATE TABLE item (id bigint)")
            }
            proxy.setCut(cut)
            let start = ContinuousClock.now
            let error = try await postgresError {
                try await connection.run(deadline: .seconds(2), body)
            }
            let took = start.duration(to: .now)
            let isUsable = await connection.isUsable
            #expect(!isUsable)
            // The server may still be at the commit when the client knows of the cut.
            try await eventually("the session ends") { try await observer.sessions() == 0 }
            let rows = try await observer.count("item")
            proxy.stop()
            await observer.close()
            return (error, rows, took)
        }
    }

    private static func transaction(_ connection: isolated Connection) throws {
        try connection.transaction { connection in
            try connection.execute("INSERT INTO item VALUES (1)")
        }
    }

    @Test("before COMMIT reaches the server: outcome unknown, nothing committed")
    func beforeServer() async throws {
        let (error, rows, _) = try await insert(
            cutting: .beforeServer("COMMIT\0"), Self.transaction)
        #expect(error.code == .connectionLost)
        #expect(error.mayHaveCommitted)
        #expect(error.statement == "commit")
        #expect(rows == 0)
    }

    @Test("before the answer to COMMIT comes back: outcome unknown, committed")
    func beforeClient() async throws {
        let (error, rows, _) = try await insert(
            cutting: .beforeClient("COMMIT\0"), Self.transaction)
        #expect(error.code == .connectionLost)
        #expect(error.mayHaveCommitted)
        #expect(rows == 1)
    }

    @Test("inside the transaction: certainly nothing committed")
    func insideTransaction() async throws {
        let (error, rows, _) = try await insert(cutting: .beforeClient("INSERT"), Self.transaction)
        #expect(error.code == .connectionLost)
        #expect(!error.mayHaveCommitted)
        #expect(rows == 0)
    }

    @Test("after a single statement: outcome unknown, committed")
    func singleStatement() async throws {
        let (error, rows, _) = try await insert(cutting: .beforeClient("INSERT")) { connection in
            try connection.execute("INSERT INTO item VALUES (1)")
        }
        #expect(error.code == .connectionLost)
        #expect(error.mayHaveCommitted)
        #expect(rows == 1)
    }

    @Test("under a pipeline with its own COMMIT: outcome unknown")
    func pipeline() async throws {
        let (error, rows, _) = try await insert(cutting: .beforeClient("COMMIT\0")) { connection in
            _ = try connection.pipeline([
                Request("BEGIN"), Request("INSERT INTO item VALUES (1)"), Request("COMMIT\0"),
            ])
        }
        #expect(error.code == .connectionLost)
        #expect(error.mayHaveCommitted)
        #expect(rows == 1)
    }

    @Test("before a COPY ends: certainly nothing committed")
    func copy() async throws {
        let (error, rows, _) = try await insert(cutting: .beforeServer("PGCOPY")) { connection in
            try connection.copyIn("COPY item FROM STDIN (FORMAT binary)") { writer in
                for id in 0..<100_000 { try writer.write(id) }
            }
        }
        #expect(error.code == .connectionLost)
        #expect(!error.mayHaveCommitted)
        #expect(rows == 0)
    }

    @Test("a line that swallows everything: the deadline holds, outcome unknown")
    func stalled() async throws {
        let (error, rows, took) = try await insert(cutting: .stall("COMMIT\0"), Self.transaction)
        #expect(took < .seconds(6))
        #expect(error.code == .deadlineExceeded)
        #expect(error.mayHaveCommitted)
        #expect(rows == 0)
    }
}
