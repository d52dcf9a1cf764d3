import LocalPostgres
import Synchronization

/// A process that is kept running: started again whenever it ends, however it ends.
///
/// After an end it waits 0.2 s before the next start, then twice as long each time up to 5 s, so
/// that a program that cannot run does not fill the log. Once it has lived for 10 s, the next end
/// counts as the first again.
final class Supervised: Sendable {
    /// A process as far as its keeper needs to know it.
    struct Running: Sendable {
        let processID: Int32
        /// Returns how it ended, or `nil` on cancellation.
        let wait: @Sendable () async -> ChildProcess.Ending?
        /// Ends it, politely first; returns when it is gone, also when the task is cancelled.
        let stop: @Sendable () async -> Void
    }

    private static let pauseMin = Duration.milliseconds(200)
    private static let pauseMax = Duration.seconds(5)
    private static let lifeToForget = Duration.seconds(10)

    /// As in the log and in `pids.json`.
    let name: String
    private let launch: @Sendable () async throws -> Running
    private let onChange: @Sendable (String, Int32?) -> Void
    private let log: DevLog
    private let running = Mutex<Running?>(nil)
    private let ends = Mutex(0)

    /// How often it has ended by itself so far.
    var endCount: Int { ends.withLock { $0 } }

    /// - Parameters:
    ///   - launch: Starts the process once.
    ///   - onChange: Gets the name and the number of the new process, or `nil` when it has ended.
    init(
        _ name: String, log: DevLog, onChange: @escaping @Sendable (String, Int32?) -> Void,
        launch: @escaping @Sendable () async throws -> Running
    ) {
        self.name = name
        self.log = log
        self.onChange = onChange
        self.launch = launch
    }

    /// Starts it for the first time.
    ///
    /// - Throws: Whatever hindered it; nothing is running then.
    func start() async throws {
        try await startOnce()
    }

    /// Starts it again whenever it has ended; returns on cancellation and leaves it running.
    func keepRunning() async {
        var pause = Self.pauseMin
        while !Task.isCancelled {
            let begin = ContinuousClock.now
            if let process = running.withLock({ $0 }) {
                guard let ending = await process.wait() else { return }
                running.withLock { $0 = nil }
                ends.withLock { $0 += 1 }
                onChange(name, nil)
                if ContinuousClock.now - begin >= Self.lifeToForget { pause = Self.pauseMin }
                log.say("\(name) (process \(process.processID)) ended with \(ending)")
            }
            do {
                try await Task.sleep(for: pause)
                pause = min(pause * 2, Self.pauseMax)
                try await startOnce()
            } catch {
                if !Task.isCancelled { log.say("\(name) could not be started: \(error)") }
            }
        }
    }

    /// Ends it for good.
    ///
    /// Call it when `keepRunning` has returned.
    func stop() async {
        guard let process = running.withLock({ $0 }) else { return }
        await process.stop()
        running.withLock { $0 = nil }
        onChange(name, nil)
    }

    private func startOnce() async throws {
        let process = try await launch()
        running.withLock { $0 = process }
        onChange(name, process.processID)
        log.say("\(name) runs as process \(process.processID)")
    }
}
