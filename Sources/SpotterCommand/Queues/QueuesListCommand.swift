import ArgumentParser
import Spotter
import SpotterHTTP

/// `spotter queues list`: every queue with what waits and runs in it.
struct QueuesListCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "list",
        abstract: "List queues with what waits and runs in them.",
        discussion: """
            A queue is shown while it has jobs that wait or run, while a live worker names it, and \
            once it has been paused. Counts go up to 100000.

            EXAMPLES
              spotter queues list
              spotter queues list --json | jq '.queues[] | select(.paused)'
            """)

    @OptionGroup var output: OutputOptions

    func run() async throws {
        try await DatabaseSession.run(as: "spotter queues") { session in
            let queues = try await session.store.queues()
            let now = try await session.store.now()
            output.print {
                $0.key("queues")
                $0.array { list in
                    for queue in queues {
                        list.object {
                            $0.member("name", queue.name)
                            $0.member("available", queue.available)
                            $0.member("later", queue.later)
                            $0.member("running", queue.running)
                            $0.member("oldest_due_at", queue.oldestDueAt)
                            $0.member("paused", queue.pausedAt != nil)
                            $0.member("paused_at", queue.pausedAt)
                            $0.member("paused_by", queue.pausedBy)
                            $0.member("pause_reason", queue.pauseReason)
                        }
                    }
                }
            } text: { terminal in
                var table = Table([
                    .init(title: "QUEUE", shrinks: true),
                    .init(title: "AVAILABLE", isNumber: true),
                    .init(title: "LATER", isNumber: true), .init(title: "RUNNING", isNumber: true),
                    .init(title: "OLDEST DUE"), .init(title: "PAUSED", shrinks: true),
                ])
                for queue in queues {
                    let paused = queue.pausedAt.map {
                        "\(AgeText.relative($0, to: now)) by \(queue.pausedBy ?? ""): "
                            + (queue.pauseReason ?? "")
                    }
                    table.add([
                        .init(queue.name), .init("\(queue.available)"), .init("\(queue.later)"),
                        .init("\(queue.running)"),
                        .init(queue.oldestDueAt.map { AgeText.relative($0, to: now) } ?? ""),
                        .init(paused ?? "", .yellow),
                    ])
                }
                return queues.isEmpty ? "No queue has jobs.\n" : table.text(on: terminal)
            }
        }
    }
}
