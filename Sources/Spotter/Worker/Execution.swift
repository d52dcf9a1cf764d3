import Synchronization

/// One run of a handler, which can be stopped from outside.
///
/// Swift cannot end a task that does not want to end. A handler that ignores its cancellation is
/// abandoned after ``patience``: its job is settled, the fence keeps it from committing anything,
/// and its slot stays taken until it returns.
final class Execution: Sendable {
    /// Why a handler was asked to stop; the first reason counts.
    enum StopReason: Sendable {
        case timeout
        case cancelled
        case shutdown
    }

    /// How the run ended, as seen from outside.
    struct End: Sendable {
        /// What the handler returned or threw; nil: it was abandoned.
        let result: Result<Void, any Error>?
        /// Why it was asked to stop, if it was.
        let stopReason: StopReason?
        /// Whether the handler still runs, abandoned.
        let isStuck: Bool
    }

    /// How long a handler may take to stop once it was asked to.
    ///
    /// Enough to close files and sockets, well within what is left of a shutdown's grace.
    static let patience = Duration.seconds(2)

    private struct State {
        var stopReason: StopReason?
        var task: Task<Void, Never>?
        var hasReturned = false
        var isAbandoned = false
    }

    private let state = Mutex(State())
    /// The handler's result, or nil when nobody waits for it any longer; the first one counts.
    private let ends: AsyncStream<Result<Void, any Error>?>
    private let continuation: AsyncStream<Result<Void, any Error>?>.Continuation

    init() {
        (ends, continuation) = AsyncStream.makeStream(bufferingPolicy: .bufferingOldest(1))
    }

    /// Runs the handler and waits for its end or its abandonment.
    ///
    /// - Parameter lateReturn: Called when an abandoned handler returns after all.
    func run(
        timeout: Duration?, _ handler: @escaping @Sendable () async throws -> Void,
        lateReturn: @escaping @Sendable () -> Void
    ) async -> End {
        // Not a child task: a parent waits for its children, also for one that never ends.
        let task = Task {
            let result: Result<Void, any Error>
            do {
                try await handler()
                result = .success(())
            } catch {
                result = .failure(error)
            }
            continuation.yield(result)
            let isLate = state.withLock { state in
                state.hasReturned = true
                return state.isAbandoned
            }
            if isLate { lateReturn() }
        }
        let timer = timeout.map { timeout in
            Task {
                guard (try? await Task.sleep(for: timeout)) != nil else { return }
                stop(.timeout)
            }
        }
        defer { timer?.cancel() }
        let isStoppedAlready = state.withLock { state in
            state.task = task
            return state.stopReason != nil
        }
        if isStoppedAlready { task.cancel() }
        var result: Result<Void, any Error>?
        for await first in ends {
            result = first
            break
        }
        let isAbandoned = result == nil
        return state.withLock { state in
            state.isAbandoned = isAbandoned
            return End(
                result: result, stopReason: state.stopReason,
                isStuck: isAbandoned && !state.hasReturned)
        }
    }

    /// Asks the handler to stop, and abandons it when it does not.
    func stop(_ reason: StopReason) {
        let task: Task<Void, Never>?? = state.withLock { state in
            guard state.stopReason == nil else { return nil }
            state.stopReason = reason
            return .some(state.task)
        }
        guard let task else { return }
        task?.cancel()
        Task {
            // Nobody cancels this: it is over after the patience, needed or not.
            try? await Task.sleep(for: Self.patience)
            continuation.yield(nil)
        }
    }
}
