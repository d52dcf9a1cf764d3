internal import Synchronization

#if canImport(Darwin)
    internal import Darwin
#elseif canImport(Musl)
    internal import Musl
#else
    internal import Glibc
#endif

/// Runs an actor's or a task's jobs on one thread of its own, one after another.
///
/// The thread may block: name look-up, TLS and `poll` happen on it, never on Swift's shared
/// threads, of which there are only as many as cores. It is also the only thread that ever touches
/// the actor's `PGconn`, which libpq requires one thread at a time to do.
final class ThreadExecutor: SerialExecutor, TaskExecutor {
    private struct State: Sendable {
        var jobs: [UnownedJob] = []
        var isParked = false
        var isStopped = false
    }

    /// Wakes the thread from its wait for jobs, and from the waits of the jobs.
    let wake: WakeDescriptor
    private let state = Lock(State())
    private let threadID = Atomic<UInt>(0)

    /// - Throws: `.connectionFailed` if the system has no threads or descriptors left.
    init() throws(PostgresError) {
        wake = try WakeDescriptor()
        guard SystemCalls.startThread({ [self] in runUntilStopped() }) else {
            throw PostgresError(.connectionFailed, message: "no thread could be started")
        }
    }

    func enqueue(_ job: consuming ExecutorJob) {
        let job = UnownedJob(job)
        let mustWake = state.withLock { state in
            state.jobs.append(job)
            defer { state.isParked = false }
            return state.isParked
        }
        if mustWake { wake.signal() }
    }

    /// Lets the thread end when its jobs are done.
    ///
    /// To be called once the actor has no more.
    func stop() {
        state.withLock { $0.isStopped = true }
        wake.signal()
    }

    func checkIsolated() {
        precondition(
            threadID.load(ordering: .relaxed) == SystemCalls.threadID,
            "not on the connection's thread")
    }

    private func runUntilStopped() {
        threadID.store(SystemCalls.threadID, ordering: .relaxed)
        while let jobs = takeJobs() {
            if jobs.isEmpty {
                var descriptors = [
                    pollfd(fd: wake.reading, events: Int16(POLLIN), revents: 0)
                ]
                SystemCalls.wait(&descriptors, milliseconds: -1)
                wake.drain()
            }
            for job in jobs {
                job.runSynchronously(
                    isolatedTo: asUnownedSerialExecutor(), taskExecutor: asUnownedTaskExecutor())
            }
        }
    }

    /// What is to be run; empty: nothing yet; nil: nothing ever again.
    private func takeJobs() -> [UnownedJob]? {
        state.withLock { state in
            if state.jobs.isEmpty, state.isStopped { return nil }
            state.isParked = state.jobs.isEmpty
            defer { state.jobs = [] }
            return state.jobs
        }
    }
}
