#if canImport(Darwin)
    import Darwin
#elseif canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#endif

/// Kills processes of a running `spotter dev` and sees them come back.
struct DemoKiller: Sendable {
    enum Target: String, CaseIterable, Codable, Sendable {
        case api, worker, postgres

        /// For people.
        var title: String {
            switch self {
            case .api: "the API"
            case .worker: "the worker"
            case .postgres: "PostgreSQL"
            }
        }

        func processID(in processes: DevProcesses) -> Int32? {
            switch self {
            case .api: processes.api
            case .worker: processes.worker
            case .postgres: processes.postgres
            }
        }
    }

    /// A start takes a second at most; after several quick deaths `dev` waits up to 5 s.
    private static let patience = Duration.seconds(30)

    let folder: DevFolder
    let http: LocalHTTP

    /// Kills one with SIGKILL and waits until another process has taken its place and the API answers
    /// that it and the database are well.
    ///
    /// - Throws: `CommandFailure` when there is nothing to kill, or it does not come back.
    func kill(_ target: Target) async throws -> DemoResult.Kill {
        guard let processes = folder.read(DevProcesses.self, DevProcesses.fileName),
            let processID = target.processID(in: processes),
            // Never somebody else's process that got an old number.
            let identity = processes.identities.first(where: { $0.processID == processID }),
            identity.isAlive
        else {
            throw CommandFailure(
                .notDone, "\(target.title) does not run; look at the log of `spotter dev`")
        }
        #if canImport(Darwin)
            let result = Darwin.kill(processID, SIGKILL)
        #elseif canImport(Glibc)
            let result = Glibc.kill(processID, SIGKILL)
        #elseif canImport(Musl)
            let result = Musl.kill(processID, SIGKILL)
        #endif
        guard result == 0 else {
            let reason = String(cString: strerror(errno))
            throw CommandFailure(.notDone, "process \(processID) cannot be killed: \(reason)")
        }
        DemoRun.say("killed \(target.title), process \(processID)")
        let begin = ContinuousClock.now
        let successor = try await successor(of: processID, target)
        let seconds = (ContinuousClock.now - begin) / .seconds(1)
        return DemoResult.Kill(
            target: target, processID: processID, successor: successor,
            secondsAway: (seconds * 1000).rounded() / 1000)
    }

    private func successor(of processID: Int32, _ target: Target) async throws -> Int32 {
        let end = ContinuousClock.now + Self.patience
        while ContinuousClock.now < end {
            if let processes = folder.read(DevProcesses.self, DevProcesses.fileName),
                let now = target.processID(in: processes), now != processID,
                let answer = try? await http.send(
                    "GET", "/api/health/db", deadline: .seconds(3)),
                answer.status == 200
            {
                return now
            }
            try await Task.sleep(for: .milliseconds(20))
        }
        throw CommandFailure(.notDone, "\(target.title) did not come back in \(Self.patience)")
    }
}
