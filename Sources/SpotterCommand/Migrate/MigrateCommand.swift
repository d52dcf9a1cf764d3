import ArgumentParser
import FitnessSaves
import Logging
import Spotter
import SpotterHTTP

/// `spotter migrate`: brings the schema to this program's version, or back.
struct MigrateCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "migrate",
        abstract: "Bring the database's schema to this program's version, or back.",
        discussion: """
            Each step is one transaction. Safe to start twice at once and under live workers; a step \
            that fails leaves nothing behind, and the next start goes on from there. A schema that \
            a newer release has changed is left alone.

            --down-to 0 removes every table, and with them every job and every workout. Where there             are any it asks first, or wants --yes.

            EXAMPLES
              spotter migrate
              spotter migrate --dry-run
              spotter migrate status --json
              spotter migrate --down-to 5
            """,
        subcommands: [MigrateStatusCommand.self])

    @Option(help: "Stop after this step of the queue's own.")
    var to: Int?

    @Option(help: "Reverse the queue's own steps above this one; 0: everything.")
    var downTo: Int?

    @Flag(help: "Only show what would be done.")
    var dryRun = false

    @Flag(name: .shortAndLong, help: "Do not ask before reversing.")
    var yes = false

    @OptionGroup var output: OutputOptions

    func validate() throws {
        let last = MigrationSet.spotter.migrations.last?.number ?? 0
        guard to == nil || downTo == nil else {
            throw ValidationError("Give --to or --down-to, not both.")
        }
        for (name, number) in [("--to", to), ("--down-to", downTo)] {
            if let number, !(0...last).contains(number) {
                throw ValidationError(
                    "\(name) \(number) is not allowed; it has to be 0 to \(last).")
            }
        }
    }

    func run() async throws {
        let settings = try Settings(environment: ProcessEnvironment.current)
        LogSetup.start(settings, level: .warning)
        let migrator = try Migrator.everything(settings)
        if dryRun {
            let plan = MigrationPlan(try await migrator.status(), to: to, downTo: downTo)
            report(plan.steps.map(\.title), isDone: false, isDown: downTo != nil)
            return
        }
        if let downTo {
            if downTo == 0 { try await confirmLoss(migrator) }
            report(try await migrator.down(to: downTo).map(\.title), isDone: true, isDown: true)
        } else {
            report(try await migrator.up(to: to).map(\.title), isDone: true, isDown: false)
        }
    }

    private func confirmLoss(_ migrator: Migrator) async throws {
        guard !yes, try await migrator.holdsData() else { return }
        guard Confirmation.isPossible else {
            throw CommandFailure(
                .usage,
                "nothing was done: --down-to 0 removes every job and every workout, and there is no "
                    + "terminal to ask at; repeat with --yes")
        }
        guard await Confirmation.ask("Remove every job and every workout?") else {
            throw CommandFailure(.notDone, "nothing was done")
        }
    }

    private func report(_ titles: [String], isDone: Bool, isDown: Bool) {
        let word = isDown ? "reversed" : "applied"
        output.print {
            $0.member("dry_run", !isDone)
            $0.member(word, titles)
        } text: { _ in
            guard !titles.isEmpty else { return "Nothing to do.\n" }
            return titles.map { "\(isDone ? "" : "would be ")\(word): \($0)\n" }.joined()
        }
    }
}

extension Migrator {
    /// The migrator of everything that this program stores: the queue, then the app's table.
    static func everything(_ settings: Settings) throws -> Migrator {
        Migrator(
            settings: try settings.connection(as: "spotter migrate"), schema: settings.schema,
            sets: [.spotter, .fitness], logger: Logger(label: "spotter.migrate"))
    }
}
