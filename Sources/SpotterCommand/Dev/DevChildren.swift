import LocalPostgres
import Synchronization

#if canImport(FoundationEssentials)
    import FoundationEssentials
#else
    import Foundation
#endif
#if canImport(Darwin)
    import Darwin
#elseif canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#endif

/// The three processes of `spotter dev`, and the programs that are run once before them.
struct DevChildren: Sendable {
    /// The database of the API and the worker.
    private static let databaseName = "spotter"

    let postgres: Supervised
    let api: Supervised
    let worker: Supervised
    let settings: DevSettings
    private let cluster: LocalCluster
    private let server: CurrentServer
    private let program: String
    private let log: DevLog

    /// Starts nothing yet.
    init(
        settings: DevSettings, program: String, cluster: LocalCluster, log: DevLog,
        onChange: @escaping @Sendable (String, Int32?) -> Void
    ) {
        self.settings = settings
        self.cluster = cluster
        self.program = program
        self.log = log
        let server = CurrentServer()
        self.server = server
        postgres = Supervised("postgres", log: log, onChange: onChange) {
            let started = try await cluster.start { log.add("postgres", $0) }
            server.value.withLock { $0 = started }
            return Supervised.Running(
                processID: started.processID, wait: { await started.wait() },
                stop: { await started.stop() })
        }
        let environment = settings.environment
        let child: @Sendable (String) -> Supervised = { name in
            Supervised(name, log: log, onChange: onChange) {
                let command = ChildProcess.Command(program, [name], environment: environment)
                let child = try await ChildProcess.start(command) { log.add(name, $0) }
                return Supervised.Running(
                    processID: child.processID, wait: { await child.wait() },
                    // Longer than the default SPOTTER_SHUTDOWN_GRACE, which gives running jobs 25 s.
                    stop: { await child.stop([(SIGTERM, .seconds(30))]) })
            }
        }
        api = child("api")
        worker = child("worker")
    }

    /// The libpq URI of the database.
    static func databaseURL(of cluster: LocalCluster) -> String {
        cluster.url(database: databaseName)
    }

    /// Makes the database and its schema, or brings that up to date.
    ///
    /// - Throws: `CommandFailure` when `spotter migrate` failed; what it said is in the log.
    func prepareDatabase() async throws {
        guard let server = server.value.withLock({ $0 }) else {
            preconditionFailure("PostgreSQL is started before its database is prepared")
        }
        try await server.createDatabase(Self.databaseName)
        let migrate = ChildProcess.Command(
            program, ["migrate"], environment: settings.environment)
        let output = try await ChildProcess.output(of: migrate, deadline: .seconds(300))
        for line in (output.text + output.errorText).split(whereSeparator: \.isNewline) {
            log.add("migrate", String(line))
        }
        guard output.succeeded else {
            throw CommandFailure(.notDone, "`spotter migrate` failed; see above")
        }
    }

    /// Makes a token for a user, good for a day.
    ///
    /// - Throws: `CommandFailure` with what `spotter token` said.
    func token(user: String) async throws -> String {
        let command = ChildProcess.Command(
            program, ["token", "--user", user, "--ttl", "24h"], environment: settings.environment)
        let output = try await ChildProcess.output(of: command, deadline: .seconds(30))
        guard output.succeeded, let token = output.text.split(whereSeparator: \.isWhitespace).last
        else {
            throw CommandFailure(.notDone, "`spotter token` failed: \(output.errorText)")
        }
        return String(token)
    }

    /// Waits until the API answers that it and the database are well.
    ///
    /// - Throws: `CommandFailure` after a minute (a debug build on a busy machine takes 1 s), or when
    ///   the API has ended three times: it then lacks something that waiting does not bring.
    func waitUntilServing() async throws {
        let http = LocalHTTP(base: settings.base, token: nil)
        let end = ContinuousClock.now + .seconds(60)
        while ContinuousClock.now < end, api.endCount < 3 {
            let answer = try? await http.send("GET", "/api/health/db", deadline: .seconds(3))
            if answer?.status == 200 { return }
            try await Task.sleep(for: .milliseconds(50))
        }
        throw CommandFailure(.notDone, "the API did not come to answer; its log above says more")
    }

    /// Stops everything in order: whoever stops still finds what it needs to end well.
    func stop() async {
        await api.stop()
        await worker.stop()
        await postgres.stop()
    }

    /// The server that runs now or ran last.
    private final class CurrentServer: Sendable {
        let value = Mutex<LocalServer?>(nil)
    }
}
