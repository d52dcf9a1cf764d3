import ArgumentParser

/// `spotter jobs`: look at jobs and change them.
struct JobsCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "jobs",
        abstract: "Look at jobs; requeue, cancel or release them.",
        subcommands: [
            JobsListCommand.self, JobsShowCommand.self, JobsRequeueCommand.self,
            JobsCancelCommand.self, JobsReleaseCommand.self,
        ])
}
