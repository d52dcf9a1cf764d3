import LocalPostgres
import Synchronization
import Testing

#if canImport(Darwin)
    import Darwin
#else
    import Glibc
#endif

/// One process of `spotter api` or `spotter worker`, and what it has logged.
final class RunningService: Sendable {
    let child: ChildProcess
    private let lines: LineBox

    private final class LineBox: Sendable {
        let value = Mutex<[String]>([])
    }

    private init(child: ChildProcess, lines: LineBox) {
        self.child = child
        self.lines = lines
    }

    /// Starts `spotter` with these arguments.
    static func start(
        _ arguments: [String], environment: [String: String]
    ) async throws -> RunningService {
        let lines = LineBox()
        let child = try await ChildProcess.start(
            .init(Programs.path("spotter"), arguments, environment: environment)
        ) { line in
            lines.value.withLock { $0.append(line) }
        }
        return RunningService(child: child, lines: lines)
    }

    var log: [String] { lines.value.withLock { $0 } }

    /// Waits for a line with this text, and returns what follows it in the line.
    @discardableResult
    func line(
        with text: String, sourceLocation: SourceLocation = #_sourceLocation
    ) async throws -> String {
        var found: String?
        try await eventually(
            within: .seconds(20), "no line with `\(text)`", sourceLocation: sourceLocation
        ) {
            // First: all that it has said is in the log once it has ended.
            let hasEnded = child.ending != nil
            found =
                log.lazy.compactMap { line in
                    line.firstRange(of: text).map { String(line[$0.upperBound...]) }
                }.first
            return found != nil || hasEnded
        }
        if found == nil { Issue.record("ended with: \(log.suffix(20).joined(separator: "\n"))") }
        return found ?? ""
    }

    /// Ends it as a crash would.
    func kill() async {
        child.send(SIGKILL)
        _ = await child.wait()
    }

    /// Sends these signals one after the other, and expects exit code 0 within `limit`.
    func expectOrderlyEnd(
        after signals: [Int32] = [SIGTERM], within limit: Duration,
        sourceLocation: SourceLocation = #_sourceLocation
    ) async throws {
        for signal in signals {
            child.send(signal)
            // Two signals at once would be one to the kernel.
            try await line(
                with: signal == signals[0] ? "stopping" : "stopping at once",
                sourceLocation: sourceLocation)
        }
        let ending = await child.wait(atMost: limit)
        #expect(
            ending == .exited(0), "\(log.suffix(20).joined(separator: "\n"))",
            sourceLocation: sourceLocation)
        if ending == nil { await kill() }
    }
}
