import Synchronization

/// What the parts of a worker share.
final class WorkerState: Sendable {
    let executions = Executions()
    let stop: StopRequest
    /// Raised when there may be something to claim, or something has changed.
    let wake = Signal()
    let hasSuspects = Atomic(false)
    let isDead = Atomic(false)
    /// The current incarnation's.
    let settler = Mutex<Settler?>(nil)

    init(stop: StopRequest) {
        self.stop = stop
    }
}
