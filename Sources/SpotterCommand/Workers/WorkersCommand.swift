import ArgumentParser

/// `spotter workers`: look at workers.
struct WorkersCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "workers", abstract: "Look at workers.",
        subcommands: [WorkersListCommand.self])
}
