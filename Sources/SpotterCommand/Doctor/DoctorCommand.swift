import ArgumentParser
import Postgres
import Spotter
import SpotterHTTP

/// `spotter doctor`: looks for what is wrong and says what to do.
struct DoctorCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "doctor",
        abstract: "Look for what is wrong, and say what to do.",
        discussion: """
            Looks at the connection, TLS, versions, rights, durability settings, the schema, what \
            keeps vacuum from its work, workers, and jobs that do not get done. Changes nothing. \
            The exit code is 1 if a check failed; warnings do not count.

            EXAMPLES
              spotter doctor
              spotter doctor --json | jq '.checks[] | select(.status != "ok")'
            """)

    @OptionGroup var output: OutputOptions

    func run() async throws {
        try await DatabaseSession.run(as: "spotter doctor") { session in
            let doctor = Doctor(
                store: session.store, connection: session.connection,
                migrator: try Migrator.everything(session.settings),
                poolSize: session.settings.poolSize)
            let checks = try await doctor.run()
            let failed = checks.count { $0.status == .failed }
            let warnings = checks.count { $0.status == .warning }
            output.print {
                $0.member("failed", failed)
                $0.member("warnings", warnings)
                $0.key("checks")
                $0.array { list in
                    for check in checks { list.object { check.write(to: &$0) } }
                }
            } text: { terminal in
                checks.map { $0.text(on: terminal) }.joined()
                    + "\n\(checks.count) checks: \(failed) failed, \(warnings) warnings\n"
            }
            guard failed == 0 else {
                throw CommandFailure(
                    .notDone, failed == 1 ? "1 check failed" : "\(failed) checks failed")
            }
        }
    }
}

extension DoctorCheck {
    fileprivate func write(to object: inout JSONWriter) {
        object.member("name", name)
        object.member("status", status.rawValue)
        object.member("finding", finding)
        object.member("advice", advice)
    }

    fileprivate func text(on terminal: Terminal) -> String {
        let color: Terminal.Color =
            switch status {
            case .ok: .green
            case .warning: .yellow
            case .failed: .red
            }
        let line =
            terminal.colored(status.rawValue.padded(to: 9), color) + name.padded(to: 23)
            + Printable.line(finding) + "\n"
        let blanks = String(repeating: " ", count: 32)
        return line + (advice.map { "\(blanks)\(Printable.line($0))\n" } ?? "")
    }
}
