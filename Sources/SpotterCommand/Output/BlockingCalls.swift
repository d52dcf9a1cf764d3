import Dispatch

#if canImport(Darwin)
    import Darwin
#elseif canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#endif

/// A thread for calls that wait for a person or a pipe.
///
/// Swift's shared threads are as few as the cores; one that waits for a keystroke is lost to all.
enum BlockingCalls {
    private static let queue = DispatchQueue(label: "spotter.blocking")

    /// Runs `call` there, one after another, and gives back what it returns.
    static func run<T: Sendable>(_ call: @escaping @Sendable () -> T) async -> T {
        await withCheckedContinuation { continuation in
            queue.async { continuation.resume(returning: call()) }
        }
    }
}

extension BlockingCalls {
    /// Ends the process after `duration` if it has not ended by then, whatever hangs.
    static func end(after duration: Duration) {
        let seconds = duration / .seconds(1)
        DispatchQueue.global().asyncAfter(deadline: .now() + seconds) {
            exit(CommandStatus.notDone.rawValue)
        }
    }
}
