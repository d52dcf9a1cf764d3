internal import Subprocess

#if canImport(System)
    internal import System
#else
    internal import SystemPackage
#endif

/// A small program that is run to its end, such as initdb.
enum Program {
    /// What a finished program left behind.
    struct Answer: Sendable {
        let succeeded: Bool
        /// Standard output and standard error together, at most 256 KiB.
        let output: String
    }

    /// The environment of server programs: messages in English, nothing of the user's settings.
    ///
    /// On macOS the server refuses to start where the locale is not given ("postmaster became
    /// multithreaded during startup").
    static let serverEnvironment = [
        "PATH": "/usr/local/bin:/usr/bin:/bin:/usr/sbin:/sbin:/opt/homebrew/bin", "LC_ALL": "C",
    ]

    /// Runs a program and returns what it printed.
    ///
    /// - Parameters:
    ///   - program: A path, or a name to look for on `PATH`.
    ///   - user: The account to run as; `nil`: our own.
    ///   - folder: Working folder, one that `user` may enter.
    ///   - deadline: After this the program is killed. Default 2 min: initdb on a slow, busy disk.
    /// - Throws: `.spawn` when it could not be started or printed too much, `.deadlineExceeded`. A
    ///   failing exit code is not an error but in the answer.
    static func run(
        _ program: String, _ arguments: [String], as user: ServerUser?, in folder: String,
        deadline: Duration = .seconds(120)
    ) async throws(LocalPostgresError) -> Answer {
        do {
            return try await withThrowingTaskGroup(of: Answer?.self) { group in
                group.addTask {
                    let result = try await Subprocess.run(
                        program.contains("/") ? .path(FilePath(program)) : .name(program),
                        arguments: Arguments(arguments),
                        environment: environment(serverEnvironment),
                        workingDirectory: FilePath(folder), platformOptions: options(user),
                        output: .string(limit: 256 * 1024), error: .combinedWithOutput)
                    return Answer(
                        succeeded: result.terminationStatus.isSuccess,
                        output: result.standardOutput)
                }
                group.addTask {
                    try await Task.sleep(for: deadline)
                    return nil
                }
                defer { group.cancelAll() }
                guard let answer = try await group.next() ?? nil else {
                    throw LocalPostgresError(
                        .deadlineExceeded, "\(program) did not end within \(deadline)")
                }
                return answer
            }
        } catch let error as LocalPostgresError {
            throw error
        } catch {
            throw LocalPostgresError(.spawn, "cannot run \(program): \(error)")
        }
    }

    /// An environment of just these values.
    static func environment(_ values: [String: String]) -> Environment {
        .custom(
            Dictionary(
                uniqueKeysWithValues: values.map { (Environment.Key(stringLiteral: $0), $1) }))
    }

    /// Options of any server program: another account if need be, and a session of its own, so that
    /// Ctrl-C at the terminal reaches us and not the server.
    static func options(_ user: ServerUser?) -> PlatformOptions {
        var options = PlatformOptions()
        options.createSession = true
        if let user {
            options.userID = user.userID
            options.groupID = user.groupID
            options.supplementaryGroups = []
        }
        return options
    }
}
