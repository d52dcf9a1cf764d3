package import Postgres

#if canImport(Darwin)
    import Darwin
#elseif canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#endif

/// A running server of a `LocalCluster`.
package final class LocalServer: Sendable {
    /// The cluster it serves.
    package let cluster: LocalCluster
    private let child: ChildProcess

    /// The number of the postmaster, the process to kill in order to see a crash.
    package var processID: Int32 { child.processID }

    /// How the server ended; `nil` while it runs.
    package var ending: ChildProcess.Ending? { child.ending }

    init(cluster: LocalCluster, child: ChildProcess) {
        self.cluster = cluster
        self.child = child
    }

    /// The libpq URI of one database of this server.
    package func url(database: String) -> String { cluster.url(database: database) }

    /// Waits for the server's end; `nil` when the calling task was cancelled before it.
    package func wait() async -> ChildProcess.Ending? { await child.wait() }

    /// Stops the server: fast shutdown, which ends all sessions and leaves a clean state.
    ///
    /// After 10 s without that, which a later start recovers from. Runs to its end even when the
    /// calling task is cancelled.
    package func stop() async {
        // SIGTERM would wait for the clients to leave, for ever.
        await child.stop([(SIGINT, .seconds(10)), (SIGQUIT, .seconds(5))])
    }

    /// Kills the server as a crash would.
    ///
    /// The cluster can be started again at once.
    package func kill() async {
        await child.stop([(SIGKILL, .seconds(10))])
    }
}

extension LocalServer {
    /// Makes a database, unless it is there already.
    ///
    /// - Parameter name: Letters, digits and `_`.
    package func createDatabase(_ name: String) async throws(PostgresError) {
        guard let url = DatabaseURL(url(database: "postgres")) else {
            preconditionFailure("our own URLs are well formed")
        }
        let found = try await SQL.run(
            "SELECT datname::text FROM pg_database WHERE datname = '\(name)'", at: url)
        if found.isEmpty { _ = try await SQL.run("CREATE DATABASE \"\(name)\"", at: url) }
    }
}
