import ArgumentParser
import Logging
import Spotter
import SpotterHTTP

/// `spotter migrate status`: every step and whether it is applied.
struct MigrateStatusCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "status",
        abstract: "Show every step and whether it is applied.",
        discussion: """
            applied: as this program has it. pending: not there yet; run `spotter migrate`. changed: \
            applied with another text than this program's. unknown: applied by a newer release.

            The exit code is 1 if a step is pending.
            """)

    @OptionGroup var output: OutputOptions

    func run() async throws {
        let settings = try Settings(environment: ProcessEnvironment.current)
        LogSetup.start(settings, level: .warning)
        let steps = try await Migrator.everything(settings).status()
        output.print {
            $0.key("migrations")
            $0.array { list in
                for step in steps {
                    list.object {
                        $0.member("set", step.set)
                        $0.member("number", step.number)
                        $0.member("name", step.name)
                        $0.member("state", step.state.rawValue)
                        $0.member("applied_at", step.appliedAt)
                        $0.member("breaking", step.isBreaking)
                    }
                }
            }
        } text: { terminal in
            var table = Table([
                .init(title: "SET"), .init(title: "STEP", shrinks: true), .init(title: "STATE"),
                .init(title: "APPLIED"),
            ])
            for step in steps {
                table.add([
                    .init(step.set), .init(step.title),
                    .init(step.state.rawValue, step.state == .applied ? .green : .yellow),
                    .init(step.appliedAt.map { "\($0)" } ?? ""),
                ])
            }
            return table.text(on: terminal)
        }
        let pending = steps.count { $0.state == .pending }
        guard pending == 0 else {
            throw CommandFailure(.notDone, "\(pending) steps are pending; run `spotter migrate`")
        }
    }
}
