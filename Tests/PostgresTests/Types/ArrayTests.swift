import Postgres
import Testing

#if canImport(FoundationEssentials)
    import FoundationEssentials
#else
    import Foundation
#endif

@Suite("arrays", .timeLimit(.minutes(1)))
struct ArrayTests {
    private func expectRoundTrip<T>(
        _ type: String, _ value: [T], sourceLocation: SourceLocation = #_sourceLocation
    ) async throws where T: PostgresArrayElement & Equatable {
        let (back, byText, count) = try await Database.withConnection { connection in
            let statement = Statement(
                sql: "SELECT $1::\(type), $1::\(type)::text::\(type), cardinality($1::\(type))")
            return try connection.query(statement, value).only(as: [T].self, [T].self, Int.self)
        }
        #expect(back == value, sourceLocation: sourceLocation)
        #expect(byText == value, sourceLocation: sourceLocation)
        #expect(count == value.count, sourceLocation: sourceLocation)
    }

    @Test("of every type")
    func everyType() async throws {
        try await expectRoundTrip("boolean[]", [true, false])
        try await expectRoundTrip("smallint[]", [Int16.min, 0, .max])
        try await expectRoundTrip("integer[]", [Int32.min, 0, .max])
        try await expectRoundTrip("bigint[]", [Int64.min, 0, .max])
        try await expectRoundTrip("bigint[]", [1, 2, 3])
        try await expectRoundTrip("double precision[]", [0.1, -.infinity])
        try await expectRoundTrip("text[]", ["", "a,b", "NULL", "{}", "\"quoted\"", "ž"])
        try await expectRoundTrip("uuid[]", [UUID(), UUID()])
        try await expectRoundTrip("timestamptz[]", [Timestamp.infinity, .now])
        try await expectRoundTrip("interval[]", [Duration.seconds(1), .zero])
        try await expectRoundTrip("bytea[]", [[1, 2], [], [0]] as [[UInt8]])
        try await expectRoundTrip("jsonb[]", [JSONBytes("{}"), JSONBytes("[1, 2]")])
    }

    @Test("with NULL elements")
    func nullElements() async throws {
        try await expectRoundTrip("bigint[]", [1, nil, 3] as [Int?])
        try await expectRoundTrip("text[]", [nil, "NULL", nil] as [String?])
        try await expectRoundTrip("jsonb[]", [JSONBytes("null"), nil])
        try await expectRoundTrip("timestamptz[]", [nil] as [Timestamp?])
    }

    @Test("that are empty")
    func empty() async throws {
        try await expectRoundTrip("bigint[]", [] as [Int])
        try await expectRoundTrip("text[]", [] as [String?])
        try await expectRoundTrip("bytea[]", [] as [[UInt8]])
    }

    @Test("a NULL element where none is expected, or a second dimension, is an error")
    func unexpected() async throws {
        try await Database.withConnection { connection in
            let nulls = try connection.query("SELECT ARRAY[1, NULL]::bigint[] AS numbers")
            let error = try postgresError { try nulls.only(as: [Int].self) }
            #expect(error.code == .unexpectedResult)
            #expect(error.column == "numbers")
            let square = try connection.query("SELECT ARRAY[[1, 2], [3, 4]]::bigint[]")
            #expect(try postgresError { try square.only(as: [Int].self) }.code == .unexpectedResult)
            let text = try connection.query("SELECT 'no array at all, but long enough'::text")
            #expect(try postgresError { try text.only(as: [Int].self) }.code == .unexpectedResult)
        }
    }

    @Test("unnest turns parallel arrays into rows")
    func unnest() async throws {
        try await Database.withConnection { connection in
            let rows = try connection.query(
                "SELECT * FROM unnest($1::bigint[], $2::text[], $3::jsonb[])",
                [1, 2], ["a", nil] as [String?], [JSONBytes("{}"), JSONBytes("1")])
            let values = try rows.decode(Int.self, String?.self, JSONBytes.self)
            #expect(values.map(\.0) == [1, 2])
            #expect(values.map(\.1) == ["a", nil])
            #expect(values.map(\.2.text) == ["{}", "1"])
        }
    }
}
