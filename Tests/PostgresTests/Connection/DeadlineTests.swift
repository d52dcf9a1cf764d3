import Postgres
import Testing

@Suite("deadlines and cancellation", .timeLimit(.minutes(1)))
struct DeadlineTests {
    @Test("a statement that takes too long is stopped on the server, and the connection is reused")
    func statement() async throws {
        try await Database.withPool(size: 1) { pool in
            let pid = try await pool.withConnection { $0.backendProcessID }
            let start = ContinuousClock.now
            let error = try await postgresError {
                try await pool.withConnection(deadline: .milliseconds(200)) { connection in
                    try connection.execute("SELECT pg_sleep(30)")
                }
            }
            #expect(start.duration(to: .now) < .seconds(5))
            #expect(error.code == .deadlineExceeded)
            #expect(error.sqlState == .queryCanceled)
            #expect(!error.mayHaveCommitted)
            let (after, one) = try await pool.withConnection { connection in
                (connection.backendProcessID, try connection.query("SELECT 1").only(as: Int.self))
            }
            #expect(one == 1)
            #expect(after == pid)
        }
    }

    @Test("after the deadline nothing more is sent, and the transaction is rolled back")
    func transaction() async throws {
        try await Database.withPool(size: 1) { pool in
            try await pool.withConnection { try $0.execute("CREATE TABLE made (n int)") }
            let error = try await postgresError {
                try await pool.withConnection(deadline: .milliseconds(300)) { connection in
                    try connection.transaction { connection in
                        try connection.execute("INSERT INTO made VALUES (1)")
                        _ = try? connection.execute("SELECT pg_sleep(30)")
                        try connection.execute("INSERT INTO made VALUES (2)")
                    }
                }
            }
            #expect(error.code == .deadlineExceeded)
            let count = try await pool.withConnection { connection in
                #expect(connection.transactionStatus == .idle)
                return try connection.query("SELECT count(*) FROM made").only(as: Int.self)
            }
            #expect(count == 0)
        }
    }

    @Test("cancelling the task stops the statement on the server")
    func cancellation() async throws {
        try await Database.withSettings { settings in
            let observer = try await Observer(settings)
            let pool = Pool(settings, size: 2, logger: Database.logger)
            let task = Task {
                try await pool.withConnection(deadline: .seconds(50)) { connection in
                    try connection.execute("SELECT pg_sleep(40)")
                }
            }
            try await eventually("the statement starts") {
                try await !observer.running("SELECT pg_sleep(40)").isEmpty
            }
            task.cancel()
            let error = try await postgresError { try await task.value }
            #expect(error.code == .cancelled)
            #expect(!error.mayHaveCommitted)
            let running = try await observer.running("SELECT pg_sleep(40)")
            #expect(running.isEmpty)
            #expect(pool.statistics.idle == 1)
            await pool.shutdown(deadline: .seconds(5))
            await observer.close()
        }
    }

    @Test("a cancelled task runs nothing")
    func cancelledBefore() async throws {
        try await Database.withPool(size: 1) { pool in
            let task = Task {
                withUnsafeCurrentTask { $0?.cancel() }
                try await pool.withConnection { try $0.execute("SELECT 1") }
            }
            let error = try await postgresError { try await task.value }
            #expect(error.code == .cancelled)
            #expect(pool.statistics.open == 0)
        }
    }

    @Test("statement_timeout of the server is the server's error, not our deadline")
    func serverTimeout() async throws {
        try await Database.withSettings { settings in
            var settings = settings
            settings.statementTimeout = .milliseconds(100)
            try await Database.withConnection(settings) { connection in
                let error = try postgresError { try connection.execute("SELECT pg_sleep(30)") }
                #expect(error.code == .server)
                #expect(error.sqlState == .queryCanceled)
                #expect(connection.transactionStatus == .idle)
            }
        }
    }

    @Test("hundreds of cancelled statements leave no statement cancelled by mistake")
    func manyCancellations() async throws {
        try await Database.withPool(size: 2) { pool in
            for round in 0..<60 {
                let error = try await postgresError {
                    try await pool.withConnection(deadline: .milliseconds(3)) { connection in
                        try connection.execute("SELECT pg_sleep(30)")
                    }
                }
                #expect([.deadlineExceeded, .poolTimeout].contains(error.code))
                let number = try await pool.withConnection { connection in
                    try connection.query("SELECT $1::int, pg_sleep(0.001)::text", round)
                        .first.map { try $0.decode(Int.self, at: 0) }
                }
                #expect(number == round)
            }
        }
    }
}
