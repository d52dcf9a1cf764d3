/// Runs asynchronous code on a thread of its own, whatever Swift's shared threads are busy with.
package enum DedicatedThread {
    /// Runs `body`, and all that it calls without leaving for another actor, on a new thread.
    ///
    /// For the little that must go on when the shared threads, of which there are only as many as
    /// cores, are all taken by code that computes without a pause. Timers are shared: a `Task.sleep`
    /// in `body` can still be late.
    ///
    /// - Throws: `.connectionFailed` if the system has no threads or descriptors left.
    package static func run<T: Sendable>(
        _ body: @Sendable () async -> T
    ) async throws(PostgresError) -> T {
        let executor = try ThreadExecutor()
        let result = await withTaskExecutorPreference(executor) { await body() }
        executor.stop()
        return result
    }
}
