internal import CLibPQ
internal import Synchronization

/// One cancel request to the server, made by a thread of its own.
///
/// libpq 15's `PQcancel` opens a second connection, blocks, and has no time limit, so neither the
/// connection's thread nor one of Swift's may call it.
///
/// Unchecked: `request` is used by the helper thread only, after `init`, and a `PGcancel` needs
/// nothing of its `PGconn` (libpq manual, "Canceling Queries in Progress").
final class CancelCall: @unchecked Sendable {
    /// More helper threads than this do not run at once; a server that does not even take cancel
    /// requests would otherwise collect one for each statement.
    private static let threadsMax = 32
    private static let threads = Atomic<Int>(0)

    private let request: OpaquePointer
    private let wake: WakeDescriptor
    private let finished = Atomic<Bool>(false)

    /// Whether the server has dealt with the request, or it has failed: no cancel is under way.
    var isFinished: Bool {
        finished.load(ordering: .acquiring)
    }

    /// Sends the request; `wake` is signalled when it is over.
    ///
    /// Nil if it could not be sent.
    static func start(_ connection: OpaquePointer, wake: WakeDescriptor) -> CancelCall? {
        guard let request = PQgetCancel(connection) else { return nil }
        let call = CancelCall(request, wake)
        guard threads.add(1, ordering: .relaxed).newValue <= threadsMax,
            SystemCalls.startThread({ call.run() })
        else {
            threads.subtract(1, ordering: .relaxed)
            return nil
        }
        return call
    }

    private init(_ request: OpaquePointer, _ wake: WakeDescriptor) {
        self.request = request
        self.wake = wake
    }

    deinit {
        PQfreeCancel(request)
    }

    private func run() {
        var reason = [CChar](repeating: 0, count: 256)
        _ = PQcancel(request, &reason, Int32(reason.count))
        Self.threads.subtract(1, ordering: .relaxed)
        finished.store(true, ordering: .releasing)
        wake.signal()
    }
}
