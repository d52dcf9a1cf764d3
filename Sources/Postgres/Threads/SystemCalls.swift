#if canImport(Darwin)
    internal import Darwin
#elseif canImport(Musl)
    internal import Musl
#else
    internal import Glibc
#endif

/// The few calls whose form differs between systems.
enum SystemCalls {
    /// A number that tells the calling thread from all others that live.
    static var threadID: UInt {
        #if canImport(Darwin)
            UInt(bitPattern: pthread_self())
        #else
            UInt(pthread_self())
        #endif
    }

    /// Starts a thread that nobody joins; false if the system has none left.
    static func startThread(_ body: @escaping @Sendable () -> Void) -> Bool {
        let box = Unmanaged.passRetained(ThreadBody(run: body))
        #if canImport(Darwin)
            var thread: pthread_t?
            let failure = pthread_create(
                &thread, nil,
                { start in
                    Unmanaged<ThreadBody>.fromOpaque(start).takeRetainedValue().run()
                    return nil
                }, box.toOpaque())
            if failure == 0, let thread { pthread_detach(thread) }
        #else
            var thread = pthread_t()
            let failure = pthread_create(
                &thread, nil,
                { start in
                    guard let start else { return nil }
                    Unmanaged<ThreadBody>.fromOpaque(start).takeRetainedValue().run()
                    return nil
                }, box.toOpaque())
            if failure == 0 { pthread_detach(thread) }
        #endif
        if failure != 0 { box.release() }
        return failure == 0
    }

    /// Waits until one of `descriptors` is ready or `milliseconds` are over; -1 waits for ever.
    ///
    /// A signal ends the wait early with nothing ready; callers look at their deadline anyway.
    static func wait(_ descriptors: inout [pollfd], milliseconds: Int32) {
        let ready = poll(&descriptors, nfds_t(descriptors.count), milliseconds)
        if ready < 0 {
            for index in descriptors.indices { descriptors[index].revents = 0 }
        }
    }
}

private final class ThreadBody: Sendable {
    let run: @Sendable () -> Void

    init(run: @escaping @Sendable () -> Void) {
        self.run = run
    }
}
