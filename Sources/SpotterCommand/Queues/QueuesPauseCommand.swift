import ArgumentParser
import Spotter

/// `spotter queues pause`: nothing more is claimed from these queues.
struct QueuesPauseCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "pause",
        abstract: "Stop workers from taking jobs from queues.",
        discussion: """
            What runs goes on, and jobs can still be enqueued. A queue need not exist yet. Pausing \
            a paused queue changes nothing. Recorded with who, when and why.

            EXAMPLES
              spotter queues pause saves --reason 'maintenance of the app table'
            """)

    @OptionGroup var options: QueueSwitchOptions

    func run() async throws {
        try await options.run(word: "paused") { store, queue, admin in
            try await store.pause(
                queue: queue, reason: options.reason ?? "no reason given", by: admin)
        }
    }
}
