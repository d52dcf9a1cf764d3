internal import Synchronization

#if canImport(Darwin)
    internal import Darwin
#elseif canImport(Glibc)
    internal import Glibc
#elseif canImport(Musl)
    internal import Musl
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

    /// Stops the server: fast shutdown, which ends all sessions and leaves a clean state; after
    /// 10 s without that, which a later start recovers from. Runs to its end even when the calling
    /// task is cancelled.
    package func stop() async {
        // SIGTERM would wait for the clients to leave, for ever.
        await child.stop([(SIGINT, .seconds(10)), (SIGQUIT, .seconds(5))])
    }

    /// Kills the server as a crash would. The cluster can be started again at once.
    package func kill() async {
        await child.stop([(SIGKILL, .seconds(10))])
    }
}

extension LocalCluster {
    /// Starts the server and waits until it accepts connections, 50 to 100 ms after a clean stop.
    ///
    /// A server that still runs on this data from before is stopped first. After a crash the old
    /// sessions may need a moment to notice; until then a start fails and is tried again.
    ///
    /// - Parameters:
    ///   - deadline: For all of it; a crash recovery may take its time. Default 60 s.
    ///   - onLine: Gets the server's log lines. It must not block.
    /// - Throws: `.programFailed` with the server's last words, `.deadlineExceeded`. Then no server
    ///   is left running.
    package func start(
        deadline: Duration = .seconds(60), onLine: @escaping @Sendable (String) -> Void = { _ in }
    ) async throws(LocalPostgresError) -> LocalServer {
        let clock = ContinuousClock()
        let end = clock.now + deadline
        try await stopOrphan()
        var pause = Duration.milliseconds(100)
        while true {
            let words = LastLines()
            let child = try await launch { line in
                words.add(line)
                onLine(line)
            }
            if try await isReady(child, until: end) { return LocalServer(cluster: self, child: child) }
            let failure = LocalPostgresError(
                .programFailed, "PostgreSQL did not start (\(child.ending.map(\.description) ?? "")):"
                    + "\n\(words.text)")
            // Five tries: 100, 200, 400, 800 ms. What is still wrong then will not mend itself.
            guard pause < .seconds(1), clock.now + pause < end else { throw failure }
            do { try await Task.sleep(for: pause) } catch { throw failure }
            pause *= 2
        }
    }

    /// Waits until the child accepts connections; false when it ended before that.
    private func isReady(
        _ child: ChildProcess, until end: ContinuousClock.Instant
    ) async throws(LocalPostgresError) -> Bool {
        while child.ending == nil {
            if let file = PostmasterFile(dataFolder: dataFolder),
                file.processID == child.processID, file.isReady
            {
                return true
            }
            if ContinuousClock.now > end || Task.isCancelled {
                await child.stop([(SIGQUIT, .seconds(5))])
                throw LocalPostgresError(
                    .deadlineExceeded, "PostgreSQL was not ready in time and was stopped again.")
            }
            // The file is the only sign there is; `pg_ctl --wait` asks it ten times a second.
            _ = await child.wait(atMost: .milliseconds(5))
        }
        return false
    }

    private func launch(
        _ onLine: @escaping @Sendable (String) -> Void
    ) async throws(LocalPostgresError) -> ChildProcess {
        // The first process becomes the server itself, so its number is the server's. The watcher is
        // started by a process in between that ends at once: as a child of the server it could, by
        // dying, look like a crashed session. `kill -0` guards against a number used again.
        let script = """
            remove=$1; folder=$2; shift 2
            server=$$
            exec 3<&0 </dev/null
            ( (
                exec >/dev/null 2>&1
                cd /
                while read -r _; do :; done <&3
                signal() {
                    kill -"$1" "$server" || return 0
                    tries=$2
                    while [ "$tries" -gt 0 ] && kill -0 "$server"; do
                        sleep 0.1
                        tries=$((tries - 1))
                    done
                }
                # What does not say it serves this data is not ours to stop.
                if [ "$(head -n 1 "$folder/data/postmaster.pid")" = "$server" ]; then
                    signal INT 100
                    signal QUIT 50
                    signal KILL 10
                fi
                if [ "$remove" = yes ]; then rm -rf -- "$folder"; fi
            ) & )
            exec "$@" 3<&-
            """
        var command = ChildProcess.Command(
            "/bin/sh",
            ["-c", script, "spotter-postgres", options.isRemovedWithOwner ? "yes" : "no", folder,
                programs.path("postgres")] + arguments,
            environment: Program.serverEnvironment)
        command.inheritsEnvironment = false
        command.folder = folder
        command.user = user
        return try await ChildProcess.start(command, onLine: onLine)
    }

    /// Ends a server that its owner's end has left behind.
    func stopOrphan() async throws(LocalPostgresError) {
        let clock = ContinuousClock()
        let begin = clock.now
        while let file = PostmasterFile(dataFolder: dataFolder), file.isServer(of: dataFolder) {
            let waited = clock.now - begin
            switch waited {
            case ..<(.seconds(10)): kill(file.processID, SIGINT)
            case ..<(.seconds(15)): kill(file.processID, SIGQUIT)
            case ..<(.seconds(20)): kill(file.processID, SIGKILL)
            default:
                throw LocalPostgresError(
                    .deadlineExceeded,
                    "An older PostgreSQL server (process \(file.processID)) on \(dataFolder) does "
                        + "not end; end it and start again.")
            }
            do {
                try await Task.sleep(for: .milliseconds(50))
            } catch {
                throw LocalPostgresError(.deadlineExceeded, "cancelled while an old server ended")
            }
        }
        // A number used again by some other process of the same user makes the server believe that
        // another one is at work, and refuse to start.
        if let file = PostmasterFile(dataFolder: dataFolder), !file.isServer(of: dataFolder) {
            unlink("\(dataFolder)/postmaster.pid")
        }
    }
}

/// The last lines of a server's log, for the message when it does not start.
private final class LastLines: Sendable {
    private let lines = Mutex<[String]>([])

    var text: String { lines.withLock { $0.joined(separator: "\n") } }

    func add(_ line: String) {
        lines.withLock { lines in
            lines.append(line)
            if lines.count > 20 { lines.removeFirst() }
        }
    }
}
