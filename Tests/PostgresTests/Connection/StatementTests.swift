import Postgres
import Testing

@Suite("statements", .timeLimit(.minutes(1)))
struct StatementTests {
    private static let prepared: Statement = "SELECT name FROM pg_prepared_statements ORDER BY name"

    private static func preparedNames(_ connection: isolated Connection) throws -> [String] {
        try connection.query(prepared).decode(String.self)
    }

    @Test("a named statement is prepared once, an unnamed one never")
    func preparedOnce() async throws {
        try await Database.withConnection { connection in
            let statement = Statement(name: "add", sql: "SELECT $1::bigint + 1")
            for number in 0..<3 {
                #expect(try connection.query(statement, number).only(as: Int.self) == number + 1)
            }
            _ = try connection.query("SELECT 5")
            #expect(try Self.preparedNames(connection) == ["add"])
        }
    }

    @Test("a statement first run with NULL takes values of any type later")
    func nullFirst() async throws {
        try await Database.withConnection { connection in
            let statement = Statement(name: "either", sql: "SELECT coalesce($1, 5::int)")
            let none: Int? = nil
            #expect(try connection.query(statement, none).only(as: Int.self) == 5)
            #expect(try connection.query(statement, 1 << 40).only(as: Int.self) == 1 << 40)
            #expect(try connection.query(statement, none).only(as: Int.self) == 5)
            #expect(try connection.query(statement, Int32(7)).only(as: Int.self) == 7)
            let names = try Self.preparedNames(connection)
            #expect(names.count == 3)
        }
    }

    @Test("more names than are kept run unprepared")
    func manyNames() async throws {
        try await Database.withConnection { connection in
            for number in 0..<600 {
                let statement = Statement(name: "s\(number)", sql: "SELECT \(number)")
                #expect(try connection.query(statement).only(as: Int.self) == number)
            }
            let names = try Self.preparedNames(connection)
            #expect(names.count == 512)
        }
    }

    @Test("a plan made stale by DDL is made anew, and the connection replaced after it")
    func stalePlan() async throws {
        try await Database.withPool(size: 1) { pool in
            let statement = Statement(name: "all", sql: "SELECT * FROM item")
            let first = try await pool.withConnection { connection in
                try connection.executeScript(
                    "CREATE TABLE item (a int); INSERT INTO item VALUES (1)")
                #expect(try connection.query(statement).columns == ["a"])
                try connection.executeScript("ALTER TABLE item ADD COLUMN b int")
                #expect(try connection.query(statement).columns == ["a", "b"])
                return connection.backendProcessID
            }
            let second = try await pool.withConnection { $0.backendProcessID }
            #expect(first != second)
        }
    }

    @Test("behind a pooler nothing is prepared and no session options are sent")
    func pooler() async throws {
        try await Database.withSettings { settings in
            var settings = settings
            settings.pooler = true
            settings.lockTimeout = .seconds(7)
            try await Database.withConnection(settings) { connection in
                let statement = Statement(name: "one", sql: "SELECT $1::bigint")
                #expect(try connection.query(statement, 1).only(as: Int.self) == 1)
                _ = try connection.pipeline([Request(statement, 1), Request(statement, 2)])
                #expect(try Self.preparedNames(connection).isEmpty)
                let outside = try connection.query("SHOW lock_timeout").only(as: String.self)
                #expect(outside == "0")
                try connection.transaction { connection in
                    let inside = try connection.query("SHOW lock_timeout").only(as: String.self)
                    #expect(inside == "7s")
                }
                let after = try connection.query("SHOW lock_timeout").only(as: String.self)
                #expect(after == "0")
            }
        }
    }

    @Test("a script runs all its statements, or none")
    func script() async throws {
        try await Database.withConnection { connection in
            try connection.executeScript("CREATE TABLE a (n int); INSERT INTO a VALUES (1), (2)")
            let error = try postgresError {
                try connection.executeScript("INSERT INTO a VALUES (3); SELECT 1 / 0; SELECT 2")
            }
            #expect(error.sqlState == SQLState(rawValue: "22012"))
            #expect(try connection.query("SELECT count(*) FROM a").only(as: Int.self) == 2)
            try connection.executeScript("")
        }
    }

    @Test("execute says how many rows it touched")
    func affected() async throws {
        try await Database.withConnection { connection in
            let created = try connection.execute("CREATE TEMPORARY TABLE t (n int)")
            #expect(created == 0)
            #expect(try connection.execute("INSERT INTO t SELECT generate_series(1, 5)") == 5)
            #expect(try connection.execute("UPDATE t SET n = 0 WHERE n > $1", 2) == 3)
            #expect(try connection.execute("DELETE FROM t WHERE false") == 0)
        }
    }

    @Test("notices reach the handler")
    func notices() async throws {
        try await Database.withSettings { settings in
            let (notices, output) = AsyncStream.makeStream(of: Notice.self)
            var settings = settings
            settings.noticeHandler = { output.yield($0) }
            try await Database.withConnection(settings) { connection in
                try connection.executeScript("DO $$ BEGIN RAISE WARNING 'mind %', 'this'; END $$")
            }
            output.finish()
            let all = await notices.reduce(into: []) { $0.append($1) }
            #expect(all.map(\.message) == ["mind this"])
            #expect(all.map(\.severity) == ["WARNING"])
            #expect(all.first?.sqlState == SQLState(rawValue: "01000"))
        }
    }
}
