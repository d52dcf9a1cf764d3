import ArgumentParser

/// The program `spotter`: every part of the queue that is started or asked from a shell.
@main
struct SpotterCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "spotter",
        abstract: "A durable job queue on PostgreSQL.",
        discussion: """
            Results go to standard output, logs to standard error. Settings come from the environment; \
            `spotter settings` lists them.

            EXIT CODES
              0   done
              1   not done, or done in part; the message says what
              64  wrong usage or setting
              69  the database is out of reach
              77  not allowed
            """,
        version: Version.current,
        groupedSubcommands: [
            CommandGroup(
                name: "Running it",
                subcommands: [
                    DevCommand.self, DemoCommand.self, APICommand.self, WorkerCommand.self,
                    MigrateCommand.self,
                ]),
            CommandGroup(name: "Jobs", subcommands: [EnqueueCommand.self, JobsCommand.self]),
            CommandGroup(
                name: "Looking after it",
                subcommands: [
                    QueuesCommand.self, WorkersCommand.self, StatsCommand.self, DoctorCommand.self,
                    TokenCommand.self,
                    SettingsCommand.self,
                ]),
        ])

    /// Parses, runs, and turns whatever is thrown into one message and one exit code.
    static func main() async {
        do {
            var command = try parseAsRoot()
            if var command = command as? any AsyncParsableCommand {
                try await command.run()
            } else {
                try command.run()
            }
        } catch {
            if let failure = FailureReport(error) {
                failure.end()
            }
            exit(withError: error)
        }
    }
}
