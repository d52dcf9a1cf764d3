import Testing

@testable import SpotterCommand

@Suite("Moments as text")
struct TimeTextTests {
    @Test(
        "are ISO 8601, in UTC unless they say otherwise",
        arguments: [
            ("2000-01-01", "2000-01-01T00:00:00.000000Z"),
            ("2026-01-31T12:00:00Z", "2026-01-31T12:00:00.000000Z"),
            ("2026-01-31 12:34", "2026-01-31T12:34:00.000000Z"),
            ("2024-02-29T23:59:59.123456Z", "2024-02-29T23:59:59.123456Z"),
            ("2026-03-01T01:30:00+02:00", "2026-02-28T23:30:00.000000Z"),
            ("1969-12-31T19:00:00-0500", "1970-01-01T00:00:00.000000Z"),
            ("9999-12-31T23:59:59.5Z", "9999-12-31T23:59:59.500000Z"),
        ])
    func read(text: String, iso: String) throws {
        guard case .at(let time)? = TimeText.parse(text) else {
            Issue.record("not read: \(text)")
            return
        }
        #expect("\(time)" == iso)
    }

    @Test("may be durations")
    func duration() {
        #expect(TimeText.parse("2h") == .away(.seconds(7200)))
    }

    @Test(
        "are nothing else",
        arguments: [
            "", "yesterday", "2026-13-01", "2026-02-29", "2026-01-01T24:00", "2026-01-01T12:60",
            "2026-1-1", "2026-01-01T12:00:00.1234567Z", "2026-01-01T12:00+99:00", "infinity",
            "٢٠٢٦-٠١-٠١",
        ])
    func refused(text: String) {
        #expect(TimeText.parse(text) == nil)
    }
}
