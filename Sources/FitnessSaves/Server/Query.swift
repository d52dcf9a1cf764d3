import Hummingbird
import SpotterHTTP

/// The parameters behind the question mark, read strictly: what cannot be understood is refused and
/// not taken for something else.
struct Query: Sendable {
    private let values: [String: String]

    /// - Throws: `Problem` 400 when a name or value is not UTF-8 in percent encoding, has control
    ///   characters, or stands there twice.
    init(_ request: Request) throws(Problem) {
        var values: [String: String] = [:]
        for pair in (request.uri.query ?? "").split(separator: "&") {
            let parts = pair.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
            guard let name = Self.decoded(parts[0]),
                let value = Self.decoded(parts.count > 1 ? parts[1] : "")
            else { throw Problem(.invalidQuery, "The query is not UTF-8 in percent encoding") }
            guard values.updateValue(value, forKey: name) == nil else {
                throw Problem(.invalidQuery, "A parameter stands there twice")
            }
        }
        self.values = values
    }

    subscript(name: String) -> String? { values[name] }

    /// The size of a page: `limit`, 1 to 100, by default 50.
    func limit() throws(Problem) -> Int {
        guard let text = values["limit"] else { return 50 }
        guard let limit = Int(text), (1...100).contains(limit) else {
            throw Problem(.invalidQuery, "limit has to be a whole number from 1 to 100")
        }
        return limit
    }

    /// The number below which the page's rows lie; without a cursor above them all.
    func before(_ list: Cursor.List) throws(Problem) -> Int64 {
        guard let text = values["cursor"] else { return .max }
        guard let cursor = Cursor(text, of: list) else { throw Problem(.invalidCursor) }
        return cursor.before
    }

    private static func decoded(_ text: Substring) -> String? {
        var bytes: [UInt8] = []
        var rest = Array(text.utf8)[...]
        while let byte = rest.popFirst() {
            guard byte == UInt8(ascii: "%") else {
                bytes.append(byte)
                continue
            }
            guard let high = rest.popFirst().flatMap(JSONText.hexadecimal),
                let low = rest.popFirst().flatMap(JSONText.hexadecimal)
            else { return nil }
            bytes.append(high << 4 | low)
        }
        guard !bytes.contains(where: { $0 < 0x20 || $0 == 0x7F }) else { return nil }
        return String(validating: bytes, as: UTF8.self)
    }
}
