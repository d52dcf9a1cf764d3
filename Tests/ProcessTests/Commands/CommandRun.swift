import SpotterHTTP
import Subprocess
import Testing

/// One run of the program, with what it said and how it ended.
struct CommandRun: Sendable {
    let status: Int32
    let output: String
    let errors: String

    /// Runs `spotter` to its end, without a terminal.
    ///
    /// - Parameters:
    ///   - url: DATABASE_URL; nil: not set.
    ///   - input: What it finds on standard input.
    static func spotter(
        _ arguments: [String], url: String? = nil, environment: [String: String] = [:],
        input: String = ""
    ) async throws -> CommandRun {
        var values = ["PATH": "/usr/bin:/bin", "SPOTTER_ACTOR": "anna@test"]
        values["DATABASE_URL"] = url
        values.merge(environment) { $1 }
        let keyed = values.reduce(into: [Environment.Key: String]()) { keyed, value in
            if let key = Environment.Key(rawValue: value.key) { keyed[key] = value.value }
        }
        // By way of a shell, because that is who people call it from.
        let result = try await Subprocess.run(
            .name("sh"),
            arguments: Arguments(
                ["-c", "exec \"$0\" \"$@\"", Programs.path("spotter")] + arguments),
            environment: .custom(keyed), input: .string(input), output: .string(limit: 8 << 20),
            error: .string(limit: 8 << 20))
        guard case .exited(let status) = result.terminationStatus else {
            throw Ended(reason: "\(result.terminationStatus)")
        }
        return CommandRun(
            status: status, output: result.standardOutput, errors: result.standardError)
    }

    /// It did not exit by itself.
    struct Ended: Error {
        let reason: String
    }

    /// The JSON document on standard output.
    func json() throws -> JSONValue {
        try JSONDocument(Array(output.utf8)).root
    }
}
