import Logging
import Postgres
import SpotterHTTP

/// One line of the log, before it is written.
struct LogLine: Sendable {
    let time: Timestamp
    let level: Logger.Level
    let label: String
    let message: String
    let metadata: [(key: String, value: Logger.MetadataValue)]

    /// A value of more bytes is cut: one huge error must not hide the rest of the log.
    static let valueBytesMax = 16 * 1024

    /// The line with its end.
    ///
    /// Control characters are escaped in both forms.
    func bytes(as format: LogFormat) -> [UInt8] {
        switch format {
        case .text: Array(text.utf8)
        case .json: json
        }
    }

    private var text: String {
        var line = "\(time) \(level.rawValue) \(label): \(Printable.line(Self.bounded(message)))"
        for (key, value) in metadata {
            let text = Printable.line(Self.bounded("\(value)"))
            let isPlain = !text.isEmpty && !text.contains { $0 == " " || $0 == "\"" || $0 == "=" }
            line += " \(key)=" + (isPlain ? text : "\"\(text.replacing("\"", with: "\\\""))\"")
        }
        return line + "\n"
    }

    private var json: [UInt8] {
        var writer = JSONWriter()
        writer.object {
            $0.member("time", time.description)
            $0.member("level", level.rawValue)
            $0.member("logger", label)
            $0.member("message", Self.bounded(message))
            for (key, value) in metadata {
                $0.key(Self.reserved.contains(key) ? "metadata.\(key)" : key)
                Self.write(value, to: &$0)
            }
        }
        return writer.bytes + [UInt8(ascii: "\n")]
    }

    private static let reserved: Set<String> = ["time", "level", "logger", "message"]

    private static func write(_ value: Logger.MetadataValue, to writer: inout JSONWriter) {
        switch value {
        case .string(let text): writer.value(bounded(text))
        case .stringConvertible(let other): writer.value(bounded("\(other)"))
        case .array(let values):
            writer.array { list in
                for value in values { write(value, to: &list) }
            }
        case .dictionary(let members):
            writer.object { object in
                for (key, value) in members.sorted(by: { $0.key < $1.key }) {
                    object.key(key)
                    write(value, to: &object)
                }
            }
        }
    }

    private static func bounded(_ text: String) -> String {
        guard text.utf8.count > valueBytesMax else { return text }
        return String(decoding: text.utf8.prefix(valueBytesMax), as: UTF8.self) + "…"
    }
}
