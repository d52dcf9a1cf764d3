import Crypto

/// Where the next page of a list begins, as clients hand it back.
///
/// Opaque, and with a checksum over the list's name: a cursor that was cut, changed or taken from
/// another list is noticed. It protects nothing else: whoever forges one sees his own rows only.
struct Cursor: Sendable, Equatable {
    enum List: UInt8 {
        case saves = 1
        case workouts = 2
    }

    /// Rows with a lower number come next.
    let before: Int64

    private static let checksumSize = 6

    /// Reads what a client has handed back; nil when it is no cursor of this list.
    init?(_ text: String, of list: List) {
        guard text.utf8.count <= 64, let bytes = Base64URL.decode(text.utf8),
            bytes.count == 8 + Self.checksumSize
        else { return nil }
        let before = bytes.prefix(8).reduce(Int64(0)) { $0 << 8 | Int64($1) }
        self.init(before: before)
        guard before > 0, Array(bytes.dropFirst(8)) == checksum(list) else { return nil }
    }

    init(before: Int64) { self.before = before }

    func text(of list: List) -> String { Base64URL.encode(number + checksum(list)) }

    private var number: [UInt8] {
        (0..<8).map { UInt8(truncatingIfNeeded: before >> (56 - 8 * Int64($0))) }
    }

    private func checksum(_ list: List) -> [UInt8] {
        let text = Array("spotter cursor 1".utf8) + [list.rawValue] + number
        return Array(SHA256.hash(data: text).prefix(Self.checksumSize))
    }
}
