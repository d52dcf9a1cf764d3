internal import Synchronization

/// Tells a connection's thread from outside to stop what it is doing for one unit of work.
final class Interrupt: Sendable {
    private let raised = Atomic<Bool>(false)
    private let target = Lock<WakeDescriptor?>(nil)

    /// Whether somebody asked to stop.
    var isRaised: Bool {
        raised.load(ordering: .acquiring)
    }

    /// Asks to stop; for good.
    ///
    /// Safe from any thread and any number of times.
    func raise() {
        raised.store(true, ordering: .releasing)
        target.withLock { $0?.signal() }
    }

    /// Names the thread to wake.
    ///
    /// What was raised before is seen by the thread's next look.
    func attach(_ wake: WakeDescriptor) {
        target.withLock { $0 = wake }
    }

    /// The unit of work is over: later calls of `raise` wake nobody.
    func detach() {
        target.withLock { $0 = nil }
    }
}
