/// What `spotter dev` tells when everything runs: printed, and kept in `dev.json` for
/// `spotter demo`.
struct DevReport: Codable, Sendable {
    static let fileName = "dev.json"

    struct Addresses: Codable, Sendable {
        var app: String
        var health: String
        var openapi: String
        var worker: String
    }

    var urls: Addresses
    var processes: DevProcesses
    /// A user's, for the requests of the app's side.
    var token: String
    var user: String
    /// For `/metrics`.
    var adminToken: String
    var databaseURL: String
    /// The folder that holds everything.
    var data: String

    enum CodingKeys: String, CodingKey {
        case urls, token, user, data
        case processes = "pids"
        case adminToken = "admin_token"
        case databaseURL = "database_url"
    }

    /// For a person at the terminal.
    var text: String {
        """

        Spotter is running. Ctrl-C stops it; the data stays in \(data).

          API           \(urls.app)api/fitness/
          Its calls     \(urls.openapi)
          Database      \(databaseURL)

        All of that for a shell, with a token for the user \(user) and `spotter` in the path:

          . \(data)/\(DevShell.fileName)

        Save a workout:

          curl -sS '\(urls.app)api/fitness/ai-interview' \\
            -H 'Authorization: Bearer \(token)' \\
            -H 'Content-Type: application/json' \\
            -H "Idempotency-Key: $(date +%s)" \\
            -d '{"workout": {"name": "Leg day", "exercises": [{"name": "Squat"}]}}'

        Kill any of them at any moment; it comes back, and no save is lost or doubled:

          kill -9 \(number(processes.api))    # the API
          kill -9 \(number(processes.worker))    # the worker
          kill -9 \(number(processes.postgres))    # PostgreSQL

        The numbers of the next processes are in the log and in \(data)/\(DevProcesses.fileName).
        `spotter demo` kills all three in turn under load, and counts.

        """
    }

    private func number(_ processID: Int32?) -> String { processID.map { "\($0)" } ?? "?" }
}
