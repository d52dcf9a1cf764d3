import Dispatch
import Synchronization

/// Lines to standard error, each with the name of the process that said it.
///
/// Writing to a terminal or a pipe blocks for as long as nobody reads, and the children's output
/// comes in on Swift's shared threads. So lines go through a bounded queue to a thread of their own.
/// When that is full, lines are counted and left out: a stopped reader must not stop `dev`.
final class DevLog: Sendable {
    /// 10,000 lines, about 2 MB: more than the children say in the second a terminal may need.
    private static let linesMax = 10_000

    private struct State {
        var waiting = 0
        var skipped = 0
    }

    private let state = Mutex(State())
    private let queue = DispatchQueue(label: "spotter.dev.log")

    /// Says a line in the name of `dev` itself.
    func say(_ line: String) { add("dev", line) }

    /// Says a line in the name of a child.
    func add(_ name: String, _ line: String) {
        let skipped: Int? = state.withLock { state in
            guard state.waiting < Self.linesMax else {
                state.skipped += 1
                return nil
            }
            state.waiting += 1
            defer { state.skipped = 0 }
            return state.skipped
        }
        guard let skipped else { return }
        let notice = skipped > 0 ? "[dev] \(skipped) lines were left out here\n" : ""
        let text = "\(notice)[\(name)] \(Printable.line(line))\n"
        queue.async { [self] in
            StandardStream.error.write(text)
            state.withLock { $0.waiting -= 1 }
        }
    }

    /// Waits until everything said so far is written, but not for a reader that never reads.
    func flush(atMost patience: Duration = .seconds(1)) async {
        let (done, continuation) = AsyncStream.makeStream(of: Never.self)
        queue.async { continuation.finish() }
        await withTaskGroup { group in
            group.addTask { for await _ in done {} }
            group.addTask { try? await Task.sleep(for: patience) }
            await group.next()
            group.cancelAll()
        }
    }
}
