import Postgres
import Testing

@Suite("transaction", .timeLimit(.minutes(1)))
struct TransactionTests {
    private struct Refused: Error {}

    private static func makeTable(_ connection: isolated Connection) throws {
        try connection.execute("CREATE TEMPORARY TABLE item (id bigint PRIMARY KEY)")
    }

    private static func ids(_ connection: isolated Connection) throws -> [Int] {
        try connection.query("SELECT id FROM item ORDER BY id").decode(Int.self)
    }

    @Test("what a transaction wrote is there after it")
    func commits() async throws {
        try await Database.withConnection { connection in
            try Self.makeTable(connection)
            let count = try connection.transaction { connection in
                #expect(connection.transactionStatus == .inTransaction)
                return try connection.execute("INSERT INTO item VALUES ($1), ($2)", 1, 2)
            }
            #expect(count == 2)
            #expect(connection.transactionStatus == .idle)
            #expect(try Self.ids(connection) == [1, 2])
        }
    }

    @Test("a thrown error undoes everything and comes out as it is")
    func rollsBack() async throws {
        try await Database.withConnection { connection in
            try Self.makeTable(connection)
            #expect(throws: Refused.self) {
                try connection.transaction { connection in
                    try connection.execute("INSERT INTO item VALUES (1)")
                    throw Refused()
                }
            }
            #expect(connection.transactionStatus == .idle)
            #expect(try Self.ids(connection).isEmpty)
        }
    }

    @Test("an inner transaction that throws undoes its own part only")
    func savepoint() async throws {
        try await Database.withConnection { connection in
            try Self.makeTable(connection)
            try connection.transaction { connection in
                try connection.execute("INSERT INTO item VALUES (1)")
                let error = try postgresError {
                    try connection.transaction { connection in
                        try connection.execute("INSERT INTO item VALUES (2)")
                        try connection.execute("INSERT INTO item VALUES (2)")
                    }
                }
                #expect(error.sqlState == .uniqueViolation)
                try connection.transaction { connection in
                    try connection.transaction { connection in
                        try connection.execute("INSERT INTO item VALUES (3)")
                    }
                }
            }
            #expect(try Self.ids(connection) == [1, 3])
        }
    }

    @Test("an error that the body swallows still fails the transaction")
    func swallowedError() async throws {
        try await Database.withConnection { connection in
            try Self.makeTable(connection)
            let error = try postgresError {
                try connection.transaction { connection in
                    try connection.execute("INSERT INTO item VALUES (1)")
                    _ = try? connection.execute("INSERT INTO item VALUES (1)")
                }
            }
            #expect(error.code == .server)
            #expect(error.sqlState == .inFailedTransaction)
            #expect(!error.mayHaveCommitted)
            #expect(try Self.ids(connection).isEmpty)
            #expect(connection.transactionStatus == .idle)
        }
    }

    @Test("a constraint checked at COMMIT fails the transaction and leaves the connection idle")
    func deferredConstraint() async throws {
        try await Database.withConnection { connection in
            try connection.execute(
                """
                CREATE TEMPORARY TABLE pair
                    (id int CONSTRAINT pair_once UNIQUE DEFERRABLE INITIALLY DEFERRED)
                """)
            let error = try postgresError {
                try connection.transaction { connection in
                    try connection.execute("INSERT INTO pair VALUES (1), (1)")
                }
            }
            #expect(error.sqlState == .uniqueViolation)
            #expect(error.constraint == "pair_once")
            #expect(error.statement == "commit")
            #expect(!error.mayHaveCommitted)
            #expect(connection.transactionStatus == .idle)
        }
    }

    @Test(
        "the isolation level asked for is the one in force",
        arguments: [
            (IsolationLevel.readCommitted, "read committed"),
            (.repeatableRead, "repeatable read"), (.serializable, "serializable"),
        ])
    func isolation(level: IsolationLevel, name: String) async throws {
        try await Database.withConnection { connection in
            try connection.transaction(level) { connection in
                let shown = try connection.query("SHOW transaction_isolation").only(as: String.self)
                #expect(shown == name)
            }
        }
    }
}
