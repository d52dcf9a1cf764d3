import Postgres
import Testing

@Suite("errors", .timeLimit(.minutes(1)))
struct ErrorTests {
    @Test("a unique violation names its constraint, table and statement, and shows no values")
    func uniqueViolation() async throws {
        try await Database.withConnection { connection in
            try connection.execute(
                "CREATE TABLE account (email text CONSTRAINT account_email_once UNIQUE)")
            let add = Statement(name: "account_add", sql: "INSERT INTO account VALUES ($1)")
            try connection.execute(add, "secret@example.org")
            let error = try postgresError { try connection.execute(add, "secret@example.org") }
            #expect(error.code == .server)
            #expect(error.sqlState == .uniqueViolation)
            #expect(error.constraint == "account_email_once")
            #expect(error.table == "account")
            #expect(error.statement == "account_add")
            #expect(!error.mayHaveCommitted)
            #expect(!error.description.contains("secret"))
            #expect(error.description.contains("account_email_once"))
            #expect(error.detail?.contains("secret@example.org") == true)
        }
    }

    @Test("a syntax error leaves the connection usable")
    func syntaxError() async throws {
        try await Database.withConnection { connection in
            let unnamed = try postgresError { try connection.query("SELEC 1") }
            #expect(unnamed.sqlState == .syntaxError)
            #expect(unnamed.sqlState?.class == "42")
            let named = try postgresError {
                try connection.query(Statement(name: "bad", sql: "SELEC 1"))
            }
            #expect(named.sqlState == .syntaxError)
            #expect(named.statement == "bad")
            #expect(connection.transactionStatus == .idle)
            #expect(try connection.query("SELECT 1").only(as: Int.self) == 1)
        }
    }

    @Test("a parameter of the wrong type is the server's error")
    func wrongType() async throws {
        try await Database.withConnection { connection in
            try connection.execute("CREATE TEMPORARY TABLE t (document jsonb)")
            let error = try postgresError {
                try connection.execute("INSERT INTO t VALUES ($1)", "{}")
            }
            #expect(error.sqlState == .datatypeMismatch)
            let json = try postgresError {
                try connection.execute("INSERT INTO t VALUES ($1)", JSONBytes("{"))
            }
            #expect(json.sqlState == .invalidTextRepresentation)
        }
    }

    @Test("an exception of a function arrives with its message, hint and detail")
    func raised() async throws {
        try await Database.withConnection { connection in
            let error = try postgresError {
                try connection.executeScript(
                    """
                    DO $$ BEGIN
                        RAISE EXCEPTION 'no such queue' USING HINT = 'make it', DETAIL = 'saves';
                    END $$
                    """)
            }
            #expect(error.sqlState == .raiseException)
            #expect(error.message == "no such queue")
            #expect(error.hint == "make it")
            #expect(error.detail == "saves")
            #expect(!error.description.contains("queue"))
            #expect(error.debugDescription.contains("no such queue"))
        }
    }

    @Test("a long message is cut")
    func longMessage() async throws {
        try await Database.withConnection { connection in
            let error = try postgresError {
                try connection.executeScript(
                    "DO $$ BEGIN RAISE EXCEPTION '%', repeat('ž', 100000); END $$")
            }
            #expect((error.message?.utf8.count ?? 0) <= 8 * 1024 + 3)
        }
    }

    @Test("COPY outside of copyIn is refused and costs the connection")
    func strayCopy() async throws {
        try await Database.withConnection { connection in
            let error = try postgresError {
                try connection.executeScript("COPY (SELECT 1) TO STDOUT")
            }
            #expect(error.code == .invalidParameter)
            let isUsable = connection.isUsable
            #expect(!isUsable)
        }
    }

    @Test("a backend that is killed under a statement is a lost connection with unknown outcome")
    func killed() async throws {
        try await Database.withSettings { settings in
            let observer = try await Observer(settings)
            let connection = try await Database.connect(settings)
            let pid = await connection.backendProcessID
            async let failure = postgresError {
                try await connection.run(deadline: .seconds(20)) { connection in
                    try connection.execute("SELECT pg_sleep(30)")
                }
            }
            try await eventually("the statement starts") {
                try await !observer.running("SELECT pg_sleep(30)").isEmpty
            }
            try await observer.terminate(pid)
            let error = try await failure
            #expect(error.code == .connectionLost)
            #expect(error.mayHaveCommitted)
            let isUsable = await connection.isUsable
            #expect(!isUsable)
            await observer.close()
        }
    }

    @Test("inside a transaction a lost connection has changed nothing")
    func killedInTransaction() async throws {
        try await Database.withSettings { settings in
            let observer = try await Observer(settings)
            let connection = try await Database.connect(settings)
            let error = try await postgresError {
                try await connection.run(deadline: .seconds(20)) { connection in
                    try connection.transaction { connection in
                        try connection.execute("SELECT pg_terminate_backend(pg_backend_pid())")
                    }
                }
            }
            #expect(error.code == .connectionLost)
            #expect(!error.mayHaveCommitted)
            await observer.close()
        }
    }
}
