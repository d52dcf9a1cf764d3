import Logging
import Postgres
import SpotterHTTP
import Testing

@testable import SpotterCommand

@Suite("Log lines")
struct LogLineTests {
    private func line(
        _ message: String, _ metadata: [(String, Logger.MetadataValue)] = []
    ) -> LogLine {
        LogLine(
            time: Timestamp(microseconds: 0), level: .info, label: "spotter.worker",
            message: message, metadata: metadata.map { (key: $0.0, value: $0.1) })
    }

    @Test("in text say time, level, logger, message and data")
    func text() {
        let bytes = line("job done", [("job.id", "7"), ("error", "two words")]).bytes(as: .text)
        #expect(
            String(decoding: bytes, as: UTF8.self)
                == "2000-01-01T00:00:00.000000Z info spotter.worker: job done"
                + " job.id=7 error=\"two words\"\n")
    }

    @Test("in JSON are one object a line, whatever is in them")
    func json() throws {
        let bytes = line(
            "a\nb\u{1B}", [("job", ["id": "7"]), ("list", ["x", "y"]), ("level", "forged")]
        ).bytes(as: .json)
        #expect(bytes.count { $0 == 0x0A } == 1)
        let object = try JSONDocument(Array(bytes.dropLast())).root
        #expect(object["message"]?.string == "a\nb\u{1B}")
        #expect(object["level"]?.string == "info")
        #expect(object["metadata.level"]?.string == "forged")
        #expect(object["job"]?["id"]?.string == "7")
        #expect(object["list"]?.elements.map(\.string) == ["x", "y"])
    }

    @Test("cannot be forged by a message with a line break")
    func forged() {
        let bytes = line("a\n2000-01-01T00:00:00Z error root: b").bytes(as: .text)
        #expect(bytes.count { $0 == 0x0A } == 1)
    }

    @Test("stay bounded")
    func bounded() {
        let huge = String(repeating: "x", count: 1 << 20)
        #expect(line(huge, [("error", "\(huge)")]).bytes(as: .json).count < 40_000)
    }
}
