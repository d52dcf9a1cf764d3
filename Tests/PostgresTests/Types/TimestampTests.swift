import Postgres
import Testing

#if canImport(FoundationEssentials)
    import FoundationEssentials
#else
    import Foundation
#endif

@Suite("moments", .timeLimit(.minutes(1)))
struct TimestampTests {
    @Test(
        "are written as the server writes them",
        arguments: [
            0, 1, -1, 86_399_999_999, 86_400_000_000, -86_400_000_000, 830_000_000_123_456,
            5_097_599_999_999, 5_097_600_000_000, -62_135_596_800_000_000 + 946_684_800_000_000,
            123_456_789_012_345_678, -946_684_800_000_001,
        ] as [Int64])
    func text(microseconds: Int64) async throws {
        let stamp = Timestamp(microseconds: microseconds)
        let theirs = try await Database.withConnection { connection in
            try connection.query(
                "SELECT to_char($1::timestamptz, 'YYYY-MM-DD\"T\"HH24:MI:SS.US\"Z\"')", stamp
            ).only(as: String.self)
        }
        #expect(stamp.description == theirs)
    }

    @Test("infinities have the server's names and the ends of Date")
    func infinities() {
        #expect(Timestamp.infinity.description == "infinity")
        #expect(Timestamp.negativeInfinity.description == "-infinity")
        #expect(Timestamp.infinity.date == .distantFuture)
        #expect(Timestamp.negativeInfinity.date == .distantPast)
        #expect(!Timestamp.infinity.isFinite)
        #expect(Timestamp(Date(timeIntervalSince1970: .infinity)) == .infinity)
        #expect(Timestamp(Date(timeIntervalSince1970: -.infinity)) == .negativeInfinity)
    }

    @Test("go to Date and back to the microsecond")
    func dates() {
        let stamp = Timestamp(microseconds: 830_000_000_123_456)
        #expect(Timestamp(stamp.date) == stamp)
        #expect(Timestamp(Date(timeIntervalSince1970: 946_684_800)).microseconds == 0)
        #expect(Timestamp(microseconds: -1) < Timestamp(microseconds: 0))
    }

    @Test("a session's time zone is UTC whatever the server's is")
    func timeZone() async throws {
        let zone = try await Database.withConnection { connection in
            try connection.query("SHOW TimeZone").only(as: String.self)
        }
        #expect(zone == "UTC")
    }
}
