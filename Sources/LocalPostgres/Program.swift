import Subprocess

/// A small program of PostgreSQL's that is run to its end, such as initdb.
enum Program {
    /// The environment of server programs: messages in English, nothing of the user's settings.
    ///
    /// On macOS the server refuses to start where the locale is not given ("postmaster became
    /// multithreaded during startup").
    static let environment = [
        "PATH": "/usr/local/bin:/usr/bin:/bin:/usr/sbin:/sbin:/opt/homebrew/bin", "LC_ALL": "C",
    ]

    /// Runs a program of this absolute path.
    ///
    /// - Parameters:
    ///   - user: The account to run as; `nil`: our own.
    ///   - folder: Working folder, one that `user` may enter.
    ///   - deadline: Default 2 min: initdb on a slow, busy disk.
    /// - Throws: As `ChildProcess.output`.
    static func run(
        _ path: String, _ arguments: [String], as user: ServerUser? = nil, in folder: String = "/",
        deadline: Duration = .seconds(120)
    ) async throws(LocalPostgresError) -> ChildProcess.Output {
        var command = ChildProcess.Command(path, arguments, environment: environment)
        command.inheritsEnvironment = false
        command.folder = folder
        command.user = user
        return try await ChildProcess.output(of: command, deadline: deadline)
    }

    /// Options of any child: a session of its own, so that Ctrl-C at the terminal reaches us and not
    /// the child.
    static var options: PlatformOptions {
        var options = PlatformOptions()
        options.createSession = true
        return options
    }
}
