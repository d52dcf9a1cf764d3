import Crypto
import SpotterHTTP

/// The UUID of a workout, chosen by the client or by the server.
package struct WorkoutID: Hashable, Sendable, CustomStringConvertible {
    /// 16 bytes, in the order in which they are written.
    package let bytes: [UInt8]

    private init(_ bytes: some Sequence<UInt8>) { self.bytes = Array(bytes) }

    /// Reads the usual form: 36 characters, hexadecimal in either case, with four dashes.
    ///
    /// Any version.
    package init?(_ text: some StringProtocol) {
        let characters = Array(text.utf8)
        guard characters.count == 36 else { return nil }
        var digits: [UInt8] = []
        for (index, character) in characters.enumerated() {
            if [8, 13, 18, 23].contains(index) {
                guard character == UInt8(ascii: "-") else { return nil }
            } else {
                guard let digit = JSONText.hexadecimal(character) else { return nil }
                digits.append(digit)
            }
        }
        self.init(stride(from: 0, to: 32, by: 2).map { digits[$0] << 4 | digits[$0 + 1] })
    }

    /// Reads the 16 bytes of a UUID; nil for any other number of them.
    package init?(bytes: some Collection<UInt8>) {
        guard bytes.count == 16 else { return nil }
        self.init(bytes)
    }

    /// A new one, at random (version 4).
    package static func random() -> WorkoutID {
        var generator = SystemRandomNumberGenerator()
        let words = [generator.next(), generator.next()]
        return WorkoutID(marked: words.flatMap { bigEndianBytes($0) }, version: 4)
    }

    /// The one that belongs to a user's idempotency key, so that a repeated request without an id
    /// of its own means the same workout (version 8, RFC 9562: the first bits of a SHA-256).
    package static func derived(user: UserID, key: String) -> WorkoutID {
        let name = "workout of \(user.text.utf8.count):\(user.text)\(key)"
        return WorkoutID(marked: SHA256.hash(data: Array(name.utf8)).prefix(16), version: 8)
    }

    private init(marked bytes: some Sequence<UInt8>, version: UInt8) {
        var bytes = Array(bytes)
        bytes[6] = bytes[6] & 0x0F | version << 4
        bytes[8] = bytes[8] & 0x3F | 0x80
        self.init(bytes)
    }

    private static func bigEndianBytes(_ word: UInt64) -> [UInt8] {
        (0..<8).map { UInt8(truncatingIfNeeded: word >> (56 - 8 * $0)) }
    }

    /// In lower case, as PostgreSQL writes it.
    package var description: String {
        let digits = Array("0123456789abcdef".utf8)
        var text: [UInt8] = []
        for (index, byte) in bytes.enumerated() {
            if [4, 6, 8, 10].contains(index) { text.append(UInt8(ascii: "-")) }
            text.append(digits[Int(byte >> 4)])
            text.append(digits[Int(byte & 15)])
        }
        return String(decoding: text, as: UTF8.self)
    }
}
