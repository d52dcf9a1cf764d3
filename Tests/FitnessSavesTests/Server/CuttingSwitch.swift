import Synchronization

/// Whether the next message's answer is to be lost.
final class CuttingSwitch: Sendable {
    private let isArmed = Mutex(false)

    func arm() { isArmed.withLock { $0 = true } }

    /// Whether it was armed; it is not any more.
    func fire() -> Bool {
        isArmed.withLock { isArmed in
            defer { isArmed = false }
            return isArmed
        }
    }
}
