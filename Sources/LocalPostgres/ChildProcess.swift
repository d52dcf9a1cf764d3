import Subprocess
import Synchronization

#if canImport(System)
    import System
#else
    import SystemPackage
#endif
#if canImport(Darwin)
    import Darwin
#elseif canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#endif

/// A long-running child that is told of its owner's end.
///
/// The child's standard input is one end of a socket pair, its lifeline, into which nobody writes
/// while it lives. The kernel closes the other end when this process ends, in whatever way, SIGKILL
/// included; the child reads end-of-file and knows. This needs no signal, no process group and no
/// polling, and works alike on Linux and macOS (`PR_SET_PDEATHSIG` exists on Linux only).
///
/// The child has a session of its own, so Ctrl-C at the terminal reaches the owner only, which
/// then stops its children in the order it wants.
package final class ChildProcess: Sendable {
    /// How a process ended.
    package enum Ending: Sendable, Hashable, CustomStringConvertible {
        /// It returned this code.
        case exited(Int32)
        /// This signal ended it.
        case killed(signal: Int32)
        /// Nobody could tell any more.
        case unknown

        package var description: String {
            switch self {
            case .exited(let code): "exit code \(code)"
            case .killed(let signal): "signal \(signal)"
            case .unknown: "unknown ending"
            }
        }
    }

    /// What to start.
    package struct Command: Sendable {
        /// Absolute path of the program.
        package var program: String
        package var arguments: [String]
        /// Added to the own environment, or all there is, see `inheritsEnvironment`.
        package var environment: [String: String]
        package var inheritsEnvironment = true
        /// `nil`: the own one.
        package var folder: String?
        var user: ServerUser?

        package init(
            _ program: String, _ arguments: [String] = [], environment: [String: String] = [:]
        ) {
            self.program = program
            self.arguments = arguments
            self.environment = environment
        }
    }

    private struct State {
        /// Set while the process is certainly not reaped, so that its number is certainly its own.
        var send: (@Sendable (Int32) -> Void)?
        var ending: Ending?
        var waiting: [Int: AsyncStream<Ending>.Continuation] = [:]
        var waitingCount = 0
    }

    /// The operating system's number of the child.
    package let processID: Int32
    private let state: StateBox

    /// Shared by the handle and the task that runs the child.
    private final class StateBox: Sendable {
        let value = Mutex(State())
    }

    private init(processID: Int32, state: StateBox) {
        self.processID = processID
        self.state = state
    }

    /// Starts a program.
    ///
    /// The program lives until it ends by itself or `stop` ends it; dropping the handle does not.
    ///
    /// - Parameter onLine: Gets each line of the child's standard output and standard error, in
    ///   order, from one task. It must not block: the child waits when its output is not read.
    /// - Throws: `.spawn`; then nothing was started.
    package static func start(
        _ command: Command, onLine: @escaping @Sendable (String) -> Void
    ) async throws(LocalPostgresError) -> ChildProcess {
        let lifeline = try makeLifeline()
        let state = StateBox()
        let (started, announce) = AsyncStream.makeStream(of: Result<Int32, LocalPostgresError>.self)
        // Not awaited here, because it lives as long as the child; its end is `ending`.
        Task {
            await run(command, lifeline: lifeline.child, state: state, announce: announce, onLine)
            closeLifeline(lifeline.owner)
        }
        for await result in started {
            return ChildProcess(processID: try result.get(), state: state)
        }
        throw LocalPostgresError(.spawn, "cannot start \(command.program)")
    }

    private static func run(
        _ command: Command, lifeline: Int32, state: StateBox,
        announce: AsyncStream<Result<Int32, LocalPostgresError>>.Continuation,
        _ onLine: @escaping @Sendable (String) -> Void
    ) async {
        var ending = Ending.unknown
        do {
            let result = try await Subprocess.run(
                configuration(command),
                input: .fileDescriptor(
                    FileDescriptor(rawValue: lifeline), closeAfterSpawningProcess: true),
                output: .sequence, error: .combinedWithOutput
            ) { execution in
                state.value.withLock { state in
                    state.send = { signal in try? execution.send(signal: Signal(rawValue: signal)) }
                }
                // From here on the process is not reaped until this closure returns.
                defer { state.value.withLock { $0.send = nil } }
                announce.yield(.success(execution.processIdentifier.value))
                announce.finish()
                var splitter = LineSplitter()
                for try await buffer in execution.standardOutput {
                    buffer.withUnsafeBytes { splitter.take($0, onLine) }
                }
                splitter.finish(onLine)
            }
            switch result.terminationStatus {
            case .exited(let code): ending = .exited(code)
            case .signaled(let signal): ending = .killed(signal: signal)
            }
        } catch {
            announce.yield(
                .failure(LocalPostgresError(.spawn, "cannot start \(command.program): \(error)")))
            announce.finish()
        }
        let waiting = state.value.withLock { state in
            state.ending = ending
            defer { state.waiting = [:] }
            return state.waiting.values
        }
        for continuation in waiting {
            continuation.yield(ending)
            continuation.finish()
        }
    }

    static func configuration(_ command: Command) -> Configuration {
        let values = Dictionary(
            uniqueKeysWithValues: command.environment.map { key, value in
                (Environment.Key(rawValue: key) ?? Environment.Key(stringLiteral: key), value)
            })
        let environment: Environment =
            command.inheritsEnvironment
            ? .inherit.updating(values.mapValues(Optional.some)) : .custom(values)
        let words = (command.user?.switching ?? []) + [command.program] + command.arguments
        return Configuration(
            executable: .path(FilePath(words[0])), arguments: Arguments(Array(words.dropFirst())),
            environment: environment, workingDirectory: command.folder.map { FilePath($0) },
            platformOptions: Program.options)
    }
}

extension ChildProcess {
    /// How the child ended; `nil` while it runs.
    package var ending: Ending? { state.value.withLock { $0.ending } }

    /// Sends a signal, unless the child has ended already.
    ///
    /// Never hits another process.
    package func send(_ signal: Int32) {
        state.value.withLock { $0.send?(signal) }
    }

    /// Waits for the child's end.
    ///
    /// Returns `nil` when the calling task is cancelled before that.
    package func wait() async -> Ending? {
        let (endings, continuation) = AsyncStream.makeStream(of: Ending.self)
        let number: Int? = state.value.withLock { state in
            if let ending = state.ending {
                continuation.yield(ending)
                continuation.finish()
                return nil
            }
            state.waitingCount += 1
            state.waiting[state.waitingCount] = continuation
            return state.waitingCount
        }
        defer {
            if let number { state.value.withLock { _ = $0.waiting.removeValue(forKey: number) } }
        }
        for await ending in endings { return ending }
        return nil
    }

    /// Waits for the child's end at most this long; `nil` when it still runs then.
    package func wait(atMost duration: Duration) async -> Ending? {
        await withTaskGroup(of: Ending?.self) { group in
            group.addTask { await self.wait() }
            group.addTask {
                try? await Task.sleep(for: duration)
                return nil
            }
            defer { group.cancelAll() }
            return await group.next() ?? nil
        }
    }

    /// Stops the child: each signal in turn, with the time given it to work, and SIGKILL at last.
    ///
    /// Runs to its end even when the calling task is cancelled, because a child left behind would
    /// hold its port and its files.
    @discardableResult
    package func stop(_ steps: [(signal: Int32, patience: Duration)]) async -> Ending {
        await Task {
            for step in steps {
                send(step.signal)
                if let ending = await wait(atMost: step.patience) { return ending }
            }
            send(SIGKILL)
            // Only a process stuck inside the kernel outlasts this.
            return await wait(atMost: .seconds(10)) ?? .unknown
        }.value
    }
}
