import Synchronization

/// Wakes one waiting task.
///
/// A raise is a hint: many may melt into one, and one that comes while nobody waits is kept for the
/// next wait.
final class Signal: Sendable {
    private struct State {
        var isRaised = false
        var waiter: CheckedContinuation<Void, Never>?
    }

    private let state = Mutex(State())

    /// Wakes the waiter, or lets the next wait return at once.
    ///
    /// Safe from any thread.
    func raise() {
        let waiter = state.withLock { state in
            state.isRaised = state.waiter == nil
            defer { state.waiter = nil }
            return state.waiter
        }
        waiter?.resume()
    }

    /// Waits for a raise, at most this long, or until the task is cancelled.
    ///
    /// One task at a time.
    func wait(upTo limit: Duration) async {
        let timer = Task {
            // Cancelled when the wait is over: then there is nobody to wake.
            guard (try? await Task.sleep(for: limit)) != nil else { return }
            raise()
        }
        defer { timer.cancel() }
        await wait()
    }

    private func wait() async {
        await withTaskCancellationHandler {
            await withCheckedContinuation { continuation in
                let isOver = state.withLock { state in
                    if state.isRaised || Task.isCancelled {
                        state.isRaised = false
                        return true
                    }
                    precondition(state.waiter == nil, "two tasks wait for one signal")
                    state.waiter = continuation
                    return false
                }
                if isOver { continuation.resume() }
            }
        } onCancel: {
            raise()
        }
    }
}
