import Postgres
import Testing

@Suite("COPY", .timeLimit(.minutes(2)))
struct CopyTests {
    private struct Stopped: Error {}

    private static let copy: Statement =
        "COPY item (id, text, document) FROM STDIN (FORMAT binary)"

    private static func makeTable(_ connection: isolated Connection) throws {
        try connection.execute(
            "CREATE TABLE item (id bigint PRIMARY KEY CHECK (id <> 50000), text text, document jsonb)"
        )
    }

    private static func count(_ connection: isolated Connection) throws -> Int {
        try connection.query("SELECT count(*) FROM item").only(as: Int.self)
    }

    @Test("a hundred thousand rows arrive as they were written")
    func bulk() async throws {
        try await Database.withConnection { connection in
            try Self.makeTable(connection)
            let count = try connection.copyIn(Self.copy) { writer in
                for id in 100_001...200_000 {
                    try writer.write(
                        id, id.isMultiple(of: 2) ? "even" : nil as String?,
                        JSONBytes("{\"n\": \(id)}"))
                }
            }
            #expect(count == 100_000)
            let sums = try connection.query(
                "SELECT count(*), count(text), sum((document->>'n')::bigint - id) FROM item"
            ).only(as: Int.self, Int.self, Int.self)
            #expect(sums == (100_000, 50_000, 0))
            #expect(connection.transactionStatus == .idle)
        }
    }

    @Test("no rows are fine")
    func none() async throws {
        try await Database.withConnection { connection in
            try Self.makeTable(connection)
            #expect(try connection.copyIn(Self.copy) { _ in } == 0)
            #expect(connection.transactionStatus == .idle)
        }
    }

    @Test(
        "an error thrown by the closure undoes the COPY and keeps the connection",
        arguments: [1, 50_000])
    func aborted(after rows: Int) async throws {
        try await Database.withConnection { connection in
            try Self.makeTable(connection)
            #expect(throws: Stopped.self) {
                try connection.copyIn(Self.copy) { writer in
                    for id in 100_000..<(100_000 + rows) {
                        try writer.write(id, "some text", JSONBytes("{}"))
                    }
                    throw Stopped()
                }
            }
            #expect(connection.transactionStatus == .idle)
            #expect(try Self.count(connection) == 0)
        }
    }

    @Test("a row the server refuses ends the COPY with its error and keeps the connection")
    func refused() async throws {
        try await Database.withConnection { connection in
            try Self.makeTable(connection)
            for last in [50_000, 150_000] {
                let error = try postgresError {
                    try connection.copyIn(Self.copy) { writer in
                        for id in 1...last { try writer.write(id, "some text", JSONBytes("{}")) }
                    }
                }
                #expect(error.sqlState == .checkViolation)
                #expect(error.code == .server)
                #expect(!error.mayHaveCommitted)
                #expect(connection.transactionStatus == .idle)
                #expect(try Self.count(connection) == 0)
            }
        }
    }

    @Test("a value of the wrong type is the server's error; one that cannot be sent is ours")
    func wrongValues() async throws {
        try await Database.withConnection { connection in
            try Self.makeTable(connection)
            let short = try postgresError {
                try connection.copyIn(Self.copy) { try $0.write(Int32(1), "a", JSONBytes("{}")) }
            }
            #expect(short.code == .server)
            let nul = try postgresError {
                try connection.copyIn(Self.copy) { try $0.write(1, "a\0", JSONBytes("{}")) }
            }
            #expect(nul.code == .invalidParameter)
            #expect(connection.transactionStatus == .idle)
            #expect(try Self.count(connection) == 0)
        }
    }

    @Test("a statement that is no COPY, or not SQL, is an error and keeps the connection")
    func noCopy() async throws {
        try await Database.withConnection { connection in
            let select = try postgresError { try connection.copyIn("SELECT 1") { _ in } }
            #expect(select.code == .invalidParameter)
            let nonsense = try postgresError {
                try connection.copyIn("COPY nowhere FROM STDIN") { _ in }
            }
            #expect(nonsense.sqlState == .undefinedTable)
            #expect(try connection.query("SELECT 1").only(as: Int.self) == 1)
        }
    }

    @Test("a COPY inside a transaction is undone with it")
    func insideTransaction() async throws {
        try await Database.withConnection { connection in
            try Self.makeTable(connection)
            #expect(throws: Stopped.self) {
                try connection.transaction { connection in
                    try connection.copyIn(Self.copy) { try $0.write(1, "a", JSONBytes("{}")) }
                    #expect(try Self.count(connection) == 1)
                    throw Stopped()
                }
            }
            #expect(try Self.count(connection) == 0)
        }
    }

    @Test("the deadline ends a COPY that goes on for ever")
    func deadline() async throws {
        try await Database.withPool(size: 1) { pool in
            try await pool.withConnection { try Self.makeTable($0) }
            let error = try await postgresError {
                try await pool.withConnection(deadline: .milliseconds(300)) { connection in
                    try connection.copyIn(Self.copy) { writer in
                        for id in 1_000_000... { try writer.write(id, "x", JSONBytes("{}")) }
                    }
                }
            }
            #expect(error.code == .deadlineExceeded)
            let count = try await pool.withConnection { try Self.count($0) }
            #expect(count == 0)
        }
    }
}
