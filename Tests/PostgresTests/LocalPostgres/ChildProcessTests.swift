import Synchronization
import Testing

@testable import LocalPostgres

#if canImport(Darwin)
    import Darwin
#elseif canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#endif

@Suite("A child process", .timeLimit(.minutes(1)))
struct ChildProcessTests {
    @Test("passes on its lines and its exit code")
    func linesAndCode() async throws {
        let lines = Lines()
        let child = try await shell("echo one; echo two >&2; printf three; exit 7", lines)
        #expect(await child.wait() == .exited(7))
        #expect(lines.all == ["one", "two", "three"])
        #expect(child.ending == .exited(7))
    }

    @Test("that ignores the polite signal is killed")
    func escalates() async throws {
        let lines = Lines()
        let child = try await shell("trap '' TERM; echo ready; while :; do sleep 0.05; done", lines)
        await lines.wait(for: "ready")
        #expect(await child.stop([(SIGTERM, .milliseconds(100))]) == .killed(signal: SIGKILL))
    }

    @Test("that has ended is signalled and stopped without effect")
    func endedAlready() async throws {
        let child = try await shell("exit 0", Lines())
        #expect(await child.wait() == .exited(0))
        child.send(SIGKILL)
        #expect(await child.stop([]) == .exited(0))
    }

    @Test("sees no end of its lifeline while its owner lives")
    func lifelineHolds() async throws {
        let lines = Lines()
        let child = try await shell("echo ready; read -r word; echo ended", lines)
        await lines.wait(for: "ready")
        #expect(await child.wait(atMost: .milliseconds(200)) == nil)
        #expect(await child.stop([]) == .killed(signal: SIGKILL))
        #expect(lines.all == ["ready"])
    }

    @Test("cannot be started from a program that is not there")
    func missingProgram() async throws {
        let error = await #expect(throws: LocalPostgresError.self) {
            _ = try await ChildProcess.start(.init("/nowhere/program")) { _ in }
        }
        #expect(error?.code == .spawn)
    }

    private func shell(_ script: String, _ lines: Lines) async throws -> ChildProcess {
        try await ChildProcess.start(.init("/bin/sh", ["-c", script])) { lines.add($0) }
    }
}

/// Lines of a child, to look at and to wait for.
private final class Lines: Sendable {
    private let lines = Mutex<[String]>([])
    private let news = AsyncStream.makeStream(of: String.self)

    var all: [String] { lines.withLock { $0 } }

    func add(_ line: String) {
        lines.withLock { $0.append(line) }
        news.continuation.yield(line)
    }

    /// Returns when the line has come; the suite's time limit bounds it.
    func wait(for line: String) async {
        for await new in news.stream where new == line { return }
    }
}
