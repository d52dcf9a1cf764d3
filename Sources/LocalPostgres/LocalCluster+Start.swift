import Synchronization

#if canImport(Darwin)
    import Darwin
#elseif canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#endif

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
        try await PostmasterFile.stopServer(of: dataFolder)
        var pause = Duration.milliseconds(100)
        while true {
            let words = LastLines()
            let child = try await launch { line in
                words.add(line)
                onLine(line)
            }
            if try await isReady(child, until: end) {
                return LocalServer(cluster: self, child: child)
            }
            let ending = child.ending ?? .unknown
            let failure = LocalPostgresError(
                .programFailed, "PostgreSQL did not start (\(ending)):\n\(words.text)")
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

    /// Becomes the server, after it has left a watcher behind that stops it when the owner ends.
    ///
    /// The first process becomes the server itself, so its number is the server's. The watcher is
    /// started by a process in between that ends at once: as a child of the server it could, by
    /// dying, look like a crashed session. What does not say that it serves this data is not
    /// ours to stop: the number may have been used again.
    private static let launcher = """
        remove=$1; folder=$2; shift 2
        server=$$
        exec 3<&0 </dev/null
        ( (
            exec >/dev/null 2>&1
            cd /
            # A line means: the server has ended, and its owner knows.
            if read -r _ <&3; then exit; fi
            serves() { [ "$(head -n 1 "$folder/data/postmaster.pid")" = "$server" ]; }
            signal() {
                kill -"$1" "$server" || return 0
                tries=$2
                while [ "$tries" -gt 0 ] && serves && kill -0 "$server"; do
                    sleep 0.1
                    tries=$((tries - 1))
                done
            }
            if serves; then signal INT 100; fi
            if serves; then signal QUIT 50; fi
            if serves; then signal KILL 10; fi
            if [ "$remove" = yes ]; then rm -rf -- "$folder"; fi
        ) & )
        exec "$@" 3<&-
        """

    private func launch(
        _ onLine: @escaping @Sendable (String) -> Void
    ) async throws(LocalPostgresError) -> ChildProcess {
        var command = ChildProcess.Command(
            "/bin/sh",
            [
                "-c", Self.launcher, "spotter-postgres", options.isRemovedWithOwner ? "yes" : "no",
                folder,
                programs.path("postgres"),
            ] + arguments,
            environment: Program.environment)
        command.inheritsEnvironment = false
        command.folder = folder
        command.user = user
        return try await ChildProcess.start(command, onLine: onLine)
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
