import Synchronization

/// Whether, and how urgently, the worker has been asked to stop.
final class StopRequest: Sendable {
    enum Level: Int, Comparable, Sendable {
        /// Work on.
        case none
        /// Claim no more; let what runs finish, within the grace.
        case drain
        /// Give everything back at once.
        case handBack

        static func < (left: Level, right: Level) -> Bool { left.rawValue < right.rawValue }
    }

    private let current = Mutex(Level.none)
    private let stream: AsyncStream<Level>
    private let continuation: AsyncStream<Level>.Continuation

    init() {
        (stream, continuation) = AsyncStream.makeStream(bufferingPolicy: .bufferingNewest(2))
    }

    var level: Level { current.withLock { $0 } }

    /// Each request as it comes; for one consumer, the worker itself.
    var requests: AsyncStream<Level> { stream }

    /// Asks to stop.
    ///
    /// Never becomes less urgent.
    func raise(to level: Level) {
        let isNews = current.withLock { current in
            defer { current = max(current, level) }
            return level > current
        }
        if isNews { continuation.yield(level) }
    }
}
