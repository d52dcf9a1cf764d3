import Postgres
import Testing

@Suite("pipelines", .timeLimit(.minutes(2)))
struct PipelineTests {
    private static let add = Statement(name: "item_add", sql: "INSERT INTO item VALUES ($1, $2)")
    private static let get = Statement(
        name: "item_get", sql: "SELECT id, text FROM item WHERE id = $1")

    private static func makeTable(_ connection: isolated Connection) throws {
        try connection.execute("CREATE TABLE item (id bigint PRIMARY KEY, text text)")
    }

    private static func count(_ connection: isolated Connection) throws -> Int {
        try connection.query("SELECT count(*) FROM item").only(as: Int.self)
    }

    @Test("results come in the order of the requests, prepared or not")
    func order() async throws {
        try await Database.withConnection { connection in
            try Self.makeTable(connection)
            let results = try connection.pipeline([
                Request(Self.add, 1, "a"), Request(Self.add, 2, nil as String?),
                Request(Self.get, 2), Request("SELECT 7, $1::text", "x"), Request(Self.get, 1),
                Request(Self.get, 3),
            ])
            #expect(results.map(\.count) == [0, 0, 1, 1, 1, 0])
            #expect(results.map(\.affected) == [1, 1, 1, 1, 1, 0])
            #expect(try results[2].only(as: Int.self, String?.self) == (2, nil))
            #expect(try results[3].only(as: Int.self, String.self) == (7, "x"))
            #expect(try results[4].only(as: Int.self, String.self) == (1, "a"))
            let names = try connection.query("SELECT name FROM pg_prepared_statements ORDER BY 1")
            #expect(try names.decode(String.self) == ["item_add", "item_get"])
            #expect(try connection.pipeline([Request(Self.get, 1)])[0].count == 1)
            #expect(try connection.pipeline([]).isEmpty)
        }
    }

    @Test("an error in the middle undoes all, and the connection goes on")
    func errorInTheMiddle() async throws {
        try await Database.withConnection { connection in
            try Self.makeTable(connection)
            let error = try postgresError {
                try connection.pipeline([
                    Request(Self.add, 1, "a"), Request(Self.add, 1, "b"), Request(Self.get, 1),
                ])
            }
            #expect(error.sqlState == .uniqueViolation)
            #expect(error.statement == "item_add")
            #expect(!error.mayHaveCommitted)
            #expect(connection.transactionStatus == .idle)
            #expect(try Self.count(connection) == 0)
            // The first statement was prepared before the error, the second was not.
            let results = try connection.pipeline([Request(Self.add, 1, "a"), Request(Self.get, 1)])
            #expect(results.map(\.affected) == [1, 1])
        }
    }

    @Test("an error while preparing is reported like any other")
    func errorWhilePreparing() async throws {
        try await Database.withConnection { connection in
            let bad = Statement(name: "bad", sql: "SELECT nonsense")
            let error = try postgresError {
                try connection.pipeline([Request("SELECT 1"), Request(bad), Request("SELECT 2")])
            }
            #expect(error.sqlState == .undefinedColumn)
            #expect(error.statement == "bad")
            #expect(try connection.query("SELECT 1").only(as: Int.self) == 1)
        }
    }

    @Test("a transaction's BEGIN and COMMIT may be among the requests")
    func explicitTransaction() async throws {
        try await Database.withConnection { connection in
            try Self.makeTable(connection)
            let results = try connection.pipeline([
                Request("BEGIN"), Request(Self.add, 1, "a"), Request("COMMIT"),
            ])
            #expect(results.count == 3)
            #expect(connection.transactionStatus == .idle)
            #expect(throws: PostgresError.self) {
                try connection.pipeline([
                    Request("BEGIN"), Request(Self.add, 1, "a"), Request("COMMIT"),
                ])
            }
            #expect(connection.transactionStatus == .inFailedTransaction)
            try connection.execute("ROLLBACK")
            #expect(try Self.count(connection) == 1)
        }
    }

    @Test("a pipeline inside a transaction belongs to it")
    func insideTransaction() async throws {
        struct Undo: Error {}
        try await Database.withConnection { connection in
            try Self.makeTable(connection)
            #expect(throws: Undo.self) {
                try connection.transaction { connection in
                    _ = try connection.pipeline([Request(Self.add, 1, "a")])
                    throw Undo()
                }
            }
            #expect(try Self.count(connection) == 0)
        }
    }

    @Test("ten thousand statements with large answers do not block each other")
    func big() async throws {
        try await Database.withConnection { connection in
            let echo = Statement(name: "echo", sql: "SELECT $1::bigint, repeat($2, 20)")
            let text = String(repeating: "x", count: 200)
            let requests = (0..<10_000).map { Request(echo, $0, text) }
            let results = try connection.pipeline(requests)
            #expect(results.count == 10_000)
            for (index, rows) in results.enumerated() {
                let (number, answer) = try rows.only(as: Int.self, String.self)
                guard number == index, answer.utf8.count == 4000 else {
                    Issue.record("answer \(index) is wrong")
                    return
                }
            }
        }
    }

    @Test("a deadline in the middle of a pipeline stops it and undoes it")
    func deadline() async throws {
        try await Database.withPool(size: 1) { pool in
            try await pool.withConnection { try Self.makeTable($0) }
            let error = try await postgresError {
                try await pool.withConnection(deadline: .milliseconds(200)) { connection in
                    try connection.pipeline([
                        Request(Self.add, 1, "a"), Request("SELECT pg_sleep(30)"),
                        Request(Self.add, 2, "b"),
                    ])
                }
            }
            #expect(error.code == .deadlineExceeded)
            #expect(!error.mayHaveCommitted)
            let count = try await pool.withConnection { try Self.count($0) }
            #expect(count == 0)
        }
    }

    @Test("COPY in a pipeline is an error, not a hang")
    func copy() async throws {
        try await Database.withConnection { connection in
            try Self.makeTable(connection)
            let error = try postgresError {
                try connection.pipeline([
                    Request("SELECT 1"), Request("COPY item FROM STDIN (FORMAT binary)"),
                    Request("SELECT 2"),
                ])
            }
            #expect([.connectionLost, .server, .invalidParameter].contains(error.code))
        }
    }
}
