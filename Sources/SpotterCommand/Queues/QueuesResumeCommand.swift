import ArgumentParser
import Spotter

/// `spotter queues resume`: workers claim from these queues again.
struct QueuesResumeCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "resume",
        abstract: "Let workers take jobs from paused queues again.",
        discussion: """
            Resuming a queue that is not paused changes nothing. Recorded with who, when and why.

            EXAMPLES
              spotter queues resume saves
            """)

    @OptionGroup var options: QueueSwitchOptions

    func run() async throws {
        try await options.run(word: "resumed") { store, queue, admin in
            try await store.resume(
                queue: queue, reason: options.reason ?? "no reason given", by: admin)
        }
    }
}
