import LocalPostgres
import ServiceLifecycle
import Synchronization

#if canImport(FoundationEssentials)
    import FoundationEssentials
#else
    import Foundation
#endif

/// The work of `spotter dev`, from the first folder to the last process.
///
/// Start: folder and lock, left-overs of a killed `dev`, port, PostgreSQL, migrations, API and
/// worker. Stop, whatever the reason: API, worker, PostgreSQL.
struct DevService: Service {
    /// The user of the token that is printed.
    private static let user = "demo"

    let folder: DevFolder
    /// Port of the API; 0: any free one.
    let port: Int
    let opensBrowser: Bool
    let printsJSON: Bool
    private let log: DevLog
    private let processes: DevProcessList

    init(folder: DevFolder, port: Int, opensBrowser: Bool, printsJSON: Bool) {
        log = DevLog()
        processes = DevProcessList(
            folder: folder, dev: ProcessInfo.processInfo.processIdentifier, log: log)
        self.folder = folder
        self.port = port
        self.opensBrowser = opensBrowser
        self.printsJSON = printsJSON
    }

    /// Returns when all has been stopped after a signal.
    ///
    /// - Throws: `CommandFailure` or `LocalPostgresError` when it could not be started. Nothing is
    ///   left running then either.
    func run() async throws {
        do {
            try await runLocked()
        } catch is CancellationError {
            // A signal: that is how it is meant to end.
        } catch {
            await log.flush()
            throw error
        }
        await log.flush()
    }

    private func runLocked() async throws {
        try folder.create()
        let lock = try folder.lock()
        defer { withExtendedLifetime(lock) {} }
        await DevLeftOvers(folder: folder, log: log).end()
        let port = try choosePort()
        let program = try OwnExecutable.path()
        let children = try await untilStopped {
            log.say("preparing PostgreSQL in \(folder.cluster)")
            let cluster = try await LocalCluster.prepare(folder.cluster)
            let settings = try DevSettings(
                folder: folder, databaseURL: DevChildren.databaseURL(of: cluster), port: port,
                workerPort: workerPort(beside: port),
                inherited: ProcessInfo.processInfo.environment)
            return DevChildren(
                settings: settings, program: program, cluster: cluster, log: log,
                onChange: processes.change)
        }
        do {
            try await keep(children)
        } catch {
            await stop(children)
            throw error
        }
        await stop(children)
    }

    /// Starts everything and keeps it running until a signal comes.
    private func keep(_ children: DevChildren) async throws {
        // Cancellation ends the waiting and keeping, not the processes: those are stopped in order.
        try await untilStopped {
            try await withThrowingTaskGroup { group in
                try await children.postgres.start()
                group.addTask { await children.postgres.keepRunning() }
                try await children.prepareDatabase()
                for child in [children.api, children.worker] {
                    try await child.start()
                    group.addTask { await child.keepRunning() }
                }
                try await children.waitUntilServing()
                try await announce(children)
                try await group.waitForAll()
            }
        }
    }

    /// Runs `body` until it ends or a signal comes, which cancels it.
    ///
    /// - Throws: `CancellationError` after a signal, whatever the signal has interrupted.
    private func untilStopped<Value: Sendable>(
        _ body: @Sendable @escaping () async throws -> Value
    ) async throws -> Value {
        try await cancelWhenGracefulShutdown {
            do {
                return try await body()
            } catch {
                throw Task.isCancelled ? CancellationError() : error
            }
        }
    }

    private func stop(_ children: DevChildren) async {
        log.say("stopping")
        await children.stop()
        folder.remove(DevReport.fileName)
        folder.remove(DevShell.fileName)
        folder.remove(DevProcesses.fileName)
        log.say("stopped; the data stays in \(folder.path)")
    }

    /// Tells everything that one needs to know, once all of it works.
    private func announce(_ children: DevChildren) async throws {
        let settings = children.settings
        let report = DevReport(
            urls: DevReport.Addresses(
                app: "\(settings.base)/", health: "\(settings.base)/api/health/db",
                openapi: "\(settings.base)/openapi.json", worker: settings.workerBase),
            processes: processes.current, token: try await children.token(user: Self.user),
            user: Self.user, adminToken: settings.adminToken, databaseURL: settings.databaseURL,
            data: folder.path)
        try folder.write(report, as: DevReport.fileName)
        let shell = DevShell(
            report: report, environment: settings.environment, programFolder: try programFolder)
        try folder.write(shell.text, as: DevShell.fileName)
        await log.flush()
        StandardStream.output.write(printsJSON ? try DevFolder.text(of: report) : report.text)
        if opensBrowser { await Browser.open(report.urls.openapi) }
    }

    private var programFolder: String {
        get throws {
            let program = try OwnExecutable.path()
            return String(program[..<(program.lastIndex(of: "/") ?? program.endIndex)])
        }
    }

    private func choosePort() throws -> Int {
        if port == 0 { return try LocalPort.anyFree() }
        guard LocalPort.isFree(port) else {
            throw CommandFailure(
                .notDone,
                "Port \(port) is in use by another program. End that, or choose another port: "
                    + "spotter dev --port \(port < 65_000 ? port + 1 : 8080)")
        }
        return port
    }

    /// The next port, or any where that is taken: nobody needs to remember it.
    private func workerPort(beside port: Int) throws -> Int {
        if self.port != 0, port < 65_535, LocalPort.isFree(port + 1) { return port + 1 }
        return try LocalPort.anyFree()
    }
}
