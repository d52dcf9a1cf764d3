#if canImport(Darwin)
    import Darwin
#elseif canImport(Musl)
    import Musl
#else
    import Glibc
#endif

/// Runs `body` on a thread of its own, since it blocks.
func startThread(_ body: @escaping @Sendable () -> Void) {
    let box = Unmanaged.passRetained(Body(run: body))
    #if canImport(Darwin)
        var thread: pthread_t?
        let failure = pthread_create(
            &thread, nil,
            { start in
                Unmanaged<Body>.fromOpaque(start).takeRetainedValue().run()
                return nil
            }, box.toOpaque())
        if let thread { pthread_detach(thread) }
    #else
        var thread = pthread_t()
        let failure = pthread_create(
            &thread, nil,
            { start in
                if let start { Unmanaged<Body>.fromOpaque(start).takeRetainedValue().run() }
                return nil
            }, box.toOpaque())
        if failure == 0 { pthread_detach(thread) }
    #endif
    precondition(failure == 0, "no thread could be started")
}

private final class Body: Sendable {
    let run: @Sendable () -> Void

    init(run: @escaping @Sendable () -> Void) {
        self.run = run
    }
}
