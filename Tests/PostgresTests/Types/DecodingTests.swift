import Postgres
import Testing

@Suite("reading results", .timeLimit(.minutes(1)))
struct DecodingTests {
    @Test("whole numbers are read from every whole-number type")
    func wholeNumbers() async throws {
        try await Database.withConnection { connection in
            let rows = try connection.query(
                """
                SELECT 1::smallint, 2::integer, 3::bigint, 4::oid, 5::numeric, -60000::numeric,
                    pg_current_xact_id(), sum(7::bigint)
                """)
            let row = try #require(rows.first)
            for (column, expected) in [1, 2, 3, 4, 5, -60_000].enumerated() {
                #expect(try row.decode(Int.self, at: column) == expected)
            }
            #expect(try row.decode(Int64.self, at: 6) > 0)
            #expect(try row.decode(Int32.self, at: 7) == 7)
        }
    }

    @Test("a number that does not fit is an error, not a wrong number")
    func overflow() async throws {
        try await Database.withConnection { connection in
            let rows = try connection.query("SELECT 65536 AS big, 1.5::numeric, 10::numeric ^ 30")
            let error = try postgresError { try rows[0].decode(Int16.self, at: "big") }
            #expect(error.code == .unexpectedResult)
            #expect(error.column == "big")
            #expect(try rows[0].decode(Double.self, at: 1) == 1.5)
            #expect(throws: PostgresError.self) { try rows[0].decode(Int.self, at: 1) }
            #expect(throws: PostgresError.self) { try rows[0].decode(Int.self, at: 2) }
        }
    }

    @Test(
        "numeric has the server's own text",
        arguments: [
            "0", "0.00", "1", "-1", "10000", "12345678901234567890.000123", "-0.0001", "0.1",
            "100000000", "99999.99999", "NaN", "Infinity", "-Infinity", "1000.0000", "0.00001234",
        ])
    func numeric(text: String) async throws {
        try await Database.withConnection { connection in
            let rows = try connection.query(
                "SELECT $1::text::numeric, $1::text::numeric::text", text)
            let (ours, theirs) = try rows.only(as: String.self, String.self)
            #expect(ours == theirs)
        }
    }

    @Test("texts are read from enums, names, UUIDs and domains, not from binary types")
    func texts() async throws {
        try await Database.withConnection { connection in
            try connection.executeScript(
                """
                CREATE TYPE mood AS ENUM ('calm', 'tired');
                CREATE DOMAIN short AS text;
                CREATE TYPE pair AS (a int, b int);
                """)
            let rows = try connection.query(
                """
                SELECT 'calm'::mood, 'x'::name, 'y'::short, 'z'::varchar(5), 'w'::char(3),
                    '{00000000-0000-0000-0000-00000000000A}'::uuid, '{"a": 1}'::jsonb, ROW(1, 2)::pair,
                    1::int, now()
                """)
            let row = rows[0]
            let texts = try (0..<7).map { try row.decode(String.self, at: $0) }
            #expect(
                texts == [
                    "calm", "x", "y", "z", "w  ", "00000000-0000-0000-0000-00000000000a",
                    #"{"a": 1}"#,
                ])
            for column in 7..<10 {
                let error = try postgresError { try row.decode(String.self, at: column) }
                #expect(error.code == .unexpectedResult)
            }
        }
    }

    @Test("NULL, a wrong type, a missing column and a wrong count are errors that name the place")
    func mismatches() async throws {
        try await Database.withConnection { connection in
            let statement = Statement(
                name: "mismatch", sql: "SELECT NULL::bigint AS a, 'x'::text AS b")
            let rows = try connection.query(statement)
            let null = try postgresError { try rows.only(as: Int.self, String.self) }
            #expect(null.code == .unexpectedResult)
            #expect(null.column == "a")
            #expect(null.statement == "mismatch")
            #expect(try postgresError { try rows[0].decode(Int.self, at: "b") }.column == "b")
            #expect(try postgresError { try rows[0].decode(Int.self, at: "c") }.column == "c")
            #expect(throws: PostgresError.self) { try rows[0].decode(Int.self, at: 2) }
            #expect(throws: PostgresError.self) { try rows.decode(Int?.self) }
            #expect(try rows.only(as: Int?.self, String.self) == (nil, "x"))
            #expect(rows.columns == ["a", "b"])
        }
    }

    @Test("first of no rows is nil; only wants exactly one")
    func counts() async throws {
        try await Database.withConnection { connection in
            let none = try connection.query("SELECT 1 WHERE false")
            #expect(none.isEmpty)
            #expect(try none.first(as: Int.self) == nil)
            #expect(try postgresError { try none.only(as: Int.self) }.code == .unexpectedResult)
            let two = try connection.query("SELECT generate_series(1, 2)")
            #expect(try two.first(as: Int.self) == 1)
            #expect(try two.decode(Int.self) == [1, 2])
            #expect(two.affected == 2)
            #expect(throws: PostgresError.self) { try two.only(as: Int.self) }
        }
    }

    @Test("rows outlive their connection")
    func rowsOutlive() async throws {
        let rows = try await Database.withConnection { connection in
            try connection.query("SELECT n, repeat('x', n) FROM generate_series(1, 1000) n")
        }
        #expect(try rows.decode(Int.self, String.self).allSatisfy { $0 == $1.utf8.count })
    }
}
