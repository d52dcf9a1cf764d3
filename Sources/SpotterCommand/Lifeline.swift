import ServiceLifecycle

#if canImport(Darwin)
    import Darwin
#elseif canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#endif

/// Shuts this process down when the process that started it has ended.
///
/// `spotter dev` gives each child one end of a connection as standard input and sets
/// `SPOTTER_LIFELINE=stdin`. The kernel closes the other end however `dev` ends, SIGKILL included,
/// and the end-of-file seen here starts the same graceful shutdown as SIGTERM does.
///
/// Put `Lifeline.configuration(environment:)` into the service group if it is not `nil`.
struct Lifeline: Service {
    /// Seconds from the owner's end until this process ends in any case.
    ///
    /// More than the default `SPOTTER_SHUTDOWN_GRACE` of 25 s, so a clean shutdown is never cut short
    /// by it; a process stuck in its shutdown must not hold its port for ever.
    private static let secondsMax: UInt32 = 30

    private let ends: AsyncStream<Never>

    /// The service with the behaviour it needs; `nil` where nobody asked for a lifeline.
    static func configuration(
        environment: [String: String]
    ) -> ServiceGroupConfiguration.ServiceConfiguration? {
        guard environment["SPOTTER_LIFELINE"] == "stdin" else { return nil }
        return .init(
            service: Lifeline(), successTerminationBehavior: .gracefullyShutdownGroup)
    }

    private init() {
        let (ends, continuation) = AsyncStream.makeStream(of: Never.self)
        self.ends = ends
        // Our log goes to the owner; when that has gone, a line written must not kill us.
        signal(SIGPIPE, SIG_IGN)
        Self.watch { continuation.finish() }
    }

    /// Returns when the owner has ended, or on a graceful shutdown for another reason.
    func run() async throws {
        for await _ in ends.cancelOnGracefulShutdown() {}
    }

    /// Calls `onEnd` at end-of-file of standard input.
    ///
    /// On a thread of its own, because the read blocks for the whole life of the process.
    private static func watch(_ onEnd: @escaping @Sendable () -> Void) {
        let argument = Unmanaged.passRetained(Box(onEnd)).toOpaque()
        #if canImport(Darwin)
            var thread: pthread_t?
        #else
            var thread = pthread_t()
        #endif
        let result = pthread_create(
            &thread, nil,
            { argument in
                #if canImport(Darwin)
                    let box = Unmanaged<Box>.fromOpaque(argument).takeRetainedValue()
                #else
                    guard let argument else { return nil }
                    let box = Unmanaged<Box>.fromOpaque(argument).takeRetainedValue()
                #endif
                Self.awaitEnd()
                box.onEnd()
                sleep(Self.secondsMax)
                _exit(1)
            }, argument)
        precondition(result == 0, "no thread for the lifeline: error \(result)")
    }

    private static func awaitEnd() {
        var byte: UInt8 = 0
        while true {
            let count = read(STDIN_FILENO, &byte, 1)
            if count == 0 || (count < 0 && errno != EINTR) { return }
        }
    }

    private final class Box: Sendable {
        let onEnd: @Sendable () -> Void
        init(_ onEnd: @escaping @Sendable () -> Void) { self.onEnd = onEnd }
    }
}
