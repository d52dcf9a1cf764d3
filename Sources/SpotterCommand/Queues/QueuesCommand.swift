import ArgumentParser

/// `spotter queues`: look at queues, pause and resume them.
struct QueuesCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "queues",
        abstract: "Look at queues; pause or resume them.",
        subcommands: [
            QueuesListCommand.self, QueuesPauseCommand.self, QueuesResumeCommand.self,
        ])
}
