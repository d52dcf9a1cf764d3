import Postgres
import Testing

#if canImport(FoundationEssentials)
    import FoundationEssentials
#else
    import Foundation
#endif

@Suite("values", .timeLimit(.minutes(1)))
struct RoundTripTests {
    /// Sends values and reads them back, with and without the server's own text in between.
    private func expectRoundTrip<T>(
        _ type: String, _ values: [T], sourceLocation: SourceLocation = #_sourceLocation
    ) async throws where T: PostgresEncodable & PostgresDecodable & Equatable {
        let back = try await Database.withConnection { connection in
            try values.map { value in
                let statement = Statement(sql: "SELECT $1::\(type), $1::\(type)::text::\(type)")
                return try connection.query(statement, value).only(as: T.self, T.self)
            }
        }
        for (value, (direct, byText)) in zip(values, back) {
            #expect(direct == value, sourceLocation: sourceLocation)
            #expect(byText == value, sourceLocation: sourceLocation)
        }
    }

    @Test("booleans")
    func booleans() async throws {
        try await expectRoundTrip("boolean", [true, false])
    }

    @Test("whole numbers to their limits")
    func integers() async throws {
        try await expectRoundTrip("smallint", [Int16.min, -1, 0, 1, .max])
        try await expectRoundTrip("integer", [Int32.min, -1, 0, 1, .max])
        try await expectRoundTrip("bigint", [Int64.min, -1, 0, 1, .max])
        try await expectRoundTrip("bigint", [Int.min, -1, 0, 1, .max])
    }

    @Test("floating point numbers to their limits, and infinities")
    func doubles() async throws {
        try await expectRoundTrip(
            "double precision",
            [0, 0.1, -1.5, .pi, .greatestFiniteMagnitude, .leastNormalMagnitude, .infinity])
    }

    @Test("texts, empty, quoted, and beyond ASCII")
    func texts() async throws {
        try await expectRoundTrip(
            "text", ["", "a", "it's \"quoted\" \\ and {braced}", "žluťoučký 🏋️ 日本語", "a\nb\tc"])
        try await expectRoundTrip("text", [String(repeating: "long ", count: 100_000)])
    }

    @Test("bytes of every value, and none")
    func bytes() async throws {
        try await Database.withConnection { connection in
            for bytes: [UInt8] in [[], [0], Array(0...255)] {
                let rows = try connection.query(
                    "SELECT $1::bytea, decode(encode($1, 'hex'), 'hex'), length($1)", bytes)
                let (direct, byText, count) = try rows.only(
                    as: [UInt8].self, [UInt8].self, Int.self)
                #expect(direct == bytes)
                #expect(byText == bytes)
                #expect(count == bytes.count)
            }
        }
    }

    @Test("UUIDs")
    func uuids() async throws {
        try await expectRoundTrip("uuid", [UUID(), UUID()])
    }

    @Test("moments to the microsecond, and both infinities")
    func timestamps() async throws {
        try await expectRoundTrip(
            "timestamptz",
            [
                Timestamp(microseconds: 0), Timestamp(microseconds: 1),
                Timestamp(microseconds: -1), Timestamp(microseconds: 830_000_000_123_456),
                .infinity, .negativeInfinity,
            ])
    }

    @Test("durations, negative and long")
    func durations() async throws {
        try await expectRoundTrip(
            "interval",
            [.zero, .microseconds(1), .milliseconds(-1500), .seconds(86_400 * 400)] as [Duration])
    }

    @Test("JSON is stored as the server sees fit, and json as sent")
    func json() async throws {
        try await Database.withConnection { connection in
            let text = #"{"b": 1, "a": [true, null, "ž"]}"#
            let back = try connection.query("SELECT $1::jsonb, $1::jsonb::text", JSONBytes(text))
                .only(as: JSONBytes.self, String.self)
            #expect(back.0.text == #"{"a": [true, null, "ž"], "b": 1}"#)
            #expect(back.0.text == back.1)
            let spaced = #"{"b":1,   "b":2}"#
            let json = try connection.query("SELECT $1::text::json", spaced)
            #expect(try json.only(as: JSONBytes.self).text == spaced)
            #expect(try json.only(as: String.self) == spaced)
            #expect(try json.only(as: [UInt8].self) == Array(spaced.utf8))
        }
    }

    @Test("NULL both ways")
    func nulls() async throws {
        try await Database.withConnection { connection in
            let none: String? = nil
            let rows = try connection.query("SELECT $1::text, $2::bigint", none, 7)
            let row = try rows.only(as: String?.self, Int?.self)
            #expect(row == (nil, 7))
            #expect(rows[0].isNull(at: 0))
            #expect(!rows[0].isNull(at: 1))
        }
    }

    @Test("a text with a NUL character is refused before anything is sent")
    func nulCharacter() async throws {
        try await Database.withConnection { connection in
            let error = try postgresError { try connection.query("SELECT $1", "a\0b") }
            #expect(error.code == .invalidParameter)
            #expect(!error.mayHaveCommitted)
            let script = try postgresError { try connection.executeScript("SELECT 1\0") }
            #expect(script.code == .invalidParameter)
            #expect(try connection.query("SELECT 1::int").only(as: Int.self) == 1)
        }
    }

    @Test("more parameters than the protocol can count are refused")
    func tooManyParameters() async throws {
        try await Database.withConnection { connection in
            let many = [(any PostgresEncodable)?](repeating: 1, count: 65_536)
            let error = try postgresError { try connection.query("SELECT 1", parameters: many) }
            #expect(error.code == .invalidParameter)
        }
    }
}
