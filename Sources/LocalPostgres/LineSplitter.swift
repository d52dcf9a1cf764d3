/// Cuts a stream of bytes into lines, with a bound on the length of a line.
package struct LineSplitter: Sendable {
    /// Longest line passed on whole, in bytes; a longer one comes in pieces.
    ///
    /// 16 KiB: log lines are far shorter, and a program gone wild must not fill our memory.
    package static let lineBytesMax = 16_384

    private var pending: [UInt8] = []

    package init() {}

    /// Takes bytes in and gives each line, without its line end, to `onLine`.
    package mutating func take(
        _ bytes: some Sequence<UInt8>, _ onLine: (String) -> Void
    ) {
        for byte in bytes {
            if byte == UInt8(ascii: "\n") {
                finish(onLine, evenIfEmpty: true)
            } else {
                pending.append(byte)
                if pending.count >= Self.lineBytesMax { finish(onLine) }
            }
        }
    }

    /// Gives the last line, if the stream did not end with a line end.
    package mutating func finish(_ onLine: (String) -> Void, evenIfEmpty: Bool = false) {
        guard evenIfEmpty || !pending.isEmpty else { return }
        onLine(String(decoding: pending, as: UTF8.self))
        pending.removeAll(keepingCapacity: true)
    }
}
