import ArgumentParser
import Logging
import ServiceLifecycle
import UnixSignals

/// `spotter dev`: everything on one machine with no set-up.
struct DevCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "dev",
        abstract: "Run everything on this machine: a private PostgreSQL, the API and a worker.",
        discussion: """
            Makes a PostgreSQL cluster of its own in the data folder, migrates it, and runs \
            `spotter api` and `spotter worker` as two child processes. Each of the three is started \
            again when it dies. Prints the addresses, a token and a ready request, and then the logs \
            on standard error. Ctrl-C stops all of them in order; the next start finds the data \
            again.

            The server programs of PostgreSQL 14 or newer must be installed; SPOTTER_POSTGRES_BIN \
            names their folder where they are not found. As root, PostgreSQL runs as the user \
            postgres, else nobody. Only this machine can connect.

            Settings of the API and the worker are taken from the environment (see \
            `spotter settings`), except those that `dev` sets itself: DATABASE_URL, HOST, PORT, \
            SPOTTER_WORKER_PORT, and, unless they are set, SPOTTER_JWT_SECRET and \
            SPOTTER_ADMIN_TOKENS.
            """)

    @Option(help: "TCP port of the API on 127.0.0.1; 0 takes any free one.")
    var port = 8080

    @Option(help: "Folder for the database and the secrets; made where it is missing.")
    var data = ".spotter"

    @Flag(
        inversion: .prefixedNo,
        help: "Open the list of calls in the browser; done only at a terminal with a desktop.")
    var open = false

    @Flag(help: "Print one JSON document when everything runs: urls, pids, token, database_url.")
    var json = false

    func validate() throws {
        guard (0...65_535).contains(port) else {
            throw ValidationError("--port must be between 0 and 65535.")
        }
    }

    func run() async throws {
        let service = DevService(
            folder: DevFolder(data), port: port, opensBrowser: open && !json, printsJSON: json)
        // Everything runs inside the group, so that a signal at any moment stops it in order.
        let group = ServiceGroup(
            configuration: .init(
                services: [
                    .init(
                        service: service, successTerminationBehavior: .gracefullyShutdownGroup)
                ],
                gracefulShutdownSignals: [.sigint, .sigterm, .sighup],
                logger: Logger(label: "spotter.dev") { _ in SwiftLogNoOpLogHandler() }))
        try await group.run()
    }
}
