import Synchronization

/// Opens once.
final class Gate: Sendable {
    private let value = Atomic<Bool>(false)

    var isOpen: Bool { value.load(ordering: .acquiring) }

    func open() {
        value.store(true, ordering: .releasing)
    }
}
