import Synchronization

#if canImport(Darwin)
    import Darwin
#elseif canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#endif

/// Reads a stream line by line, in batches of bounded size.
///
/// Its calls block, so they belong on a thread that may wait.
final class LineReader: Sendable {
    struct Line: Sendable {
        /// Counted from 1.
        let number: Int
        let bytes: [UInt8]
    }

    struct Batch: Sendable {
        let lines: [Line]
        /// Whether the stream has ended.
        let isLast: Bool
    }

    /// Lines of one transaction: large enough that the commit costs little for each.
    private static let linesMax = 1000
    /// Bytes of one transaction, one line more at most.
    private static let bytesMax = 4 << 20
    /// A longer line is no job: jsonb itself ends not far above.
    private static let lineBytesMax = 16 << 20

    private struct State {
        var buffer: [UInt8] = []
        /// Where the first line begins that has not been given out.
        var start = 0
        /// How far the buffer has been searched for a line's end.
        var searched = 0
        var number = 0
        var hasEnded = false
    }

    private let descriptor: Int32
    private let state = Mutex(State())

    init(descriptor: Int32) { self.descriptor = descriptor }

    /// The next lines: as many as a batch holds, or fewer when the stream pauses, so that what a
    /// slow writer sends is not held back.
    ///
    /// Empty lines are left out.
    ///
    /// - Throws: `JobLine.Refusal` when a line is too long or the stream cannot be read.
    func next() throws -> Batch {
        try state.withLock { state in
            var lines: [Line] = []
            var size = 0
            while lines.count < Self.linesMax, size < Self.bytesMax {
                if let line = Self.takeLine(from: &state) {
                    size += line.bytes.count
                    if line.bytes.contains(where: { !Self.isBlank($0) }) { lines.append(line) }
                } else if state.hasEnded {
                    return Batch(lines: lines, isLast: true)
                } else if !lines.isEmpty, !isReadable {
                    break
                } else {
                    try fill(&state)
                }
            }
            return Batch(lines: lines, isLast: false)
        }
    }

    private static func isBlank(_ byte: UInt8) -> Bool {
        byte == 0x20 || byte == 0x09 || byte == 0x0D
    }

    private static func takeLine(from state: inout State) -> Line? {
        let end = state.buffer[state.searched...].firstIndex(of: 0x0A)
        state.searched = end ?? state.buffer.count
        // The last line need not have an end.
        guard end != nil || (state.hasEnded && state.start < state.buffer.count) else { return nil }
        let bytes = Array(state.buffer[state.start..<state.searched])
        state.start = min(state.searched + 1, state.buffer.count)
        state.searched = state.start
        state.number += 1
        return Line(number: state.number, bytes: bytes)
    }

    private var isReadable: Bool {
        var ready = pollfd(fd: descriptor, events: Int16(POLLIN), revents: 0)
        return poll(&ready, 1, 0) > 0
    }

    private func fill(_ state: inout State) throws {
        state.buffer.removeFirst(state.start)
        state.searched -= state.start
        state.start = 0
        guard state.buffer.count < Self.lineBytesMax else {
            throw JobLine.Refusal(number: state.number + 1, reason: "it is longer than 16 MiB")
        }
        var chunk = [UInt8](repeating: 0, count: 256 << 10)
        var count = 0
        repeat {
            count = read(descriptor, &chunk, chunk.count)
        } while count < 0 && errno == EINTR
        guard count >= 0 else {
            throw JobLine.Refusal(
                number: state.number + 1, reason: "standard input cannot be read (error \(errno))")
        }
        state.hasEnded = count == 0
        state.buffer += chunk.prefix(count)
    }
}
