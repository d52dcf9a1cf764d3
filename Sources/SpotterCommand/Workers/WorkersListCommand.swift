import ArgumentParser
import Spotter
import SpotterHTTP

/// `spotter workers list`: who runs jobs, and when he was last heard of.
struct WorkersListCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "list",
        abstract: "List workers with their jobs and heartbeats.",
        discussion: """
            `late` is a worker whose heartbeat is older than its lease: the others are about to take \
            its jobs over.

            EXAMPLES
              spotter workers list
              spotter workers list --all --json | jq '.workers[] | select(.end_reason == "lost")'
            """)

    @Flag(help: "Those too that have ended; at most the last 1000.")
    var all = false

    @OptionGroup var output: OutputOptions

    func run() async throws {
        try await DatabaseSession.run(as: "spotter workers") { session in
            let workers = try await session.store.workers(includingEnded: all)
            let now = try await session.store.now()
            output.print {
                $0.key("workers")
                $0.array { list in
                    for worker in workers { list.object { worker.write(to: &$0) } }
                }
            } text: { terminal in
                var table = Table([
                    .init(title: "ID", isNumber: true), .init(title: "NAME", shrinks: true),
                    .init(title: "STATE"), .init(title: "RUNNING", isNumber: true),
                    .init(title: "HEARTBEAT"), .init(title: "STARTED"),
                    .init(title: "RELEASE", shrinks: true), .init(title: "QUEUES", shrinks: true),
                ])
                for worker in workers {
                    table.add([
                        .init("\(worker.id)"), .init(worker.name),
                        .init(worker.stateWord, worker.stateColor),
                        .init("\(worker.running)/\(worker.concurrency)"),
                        .init(AgeText.relative(worker.heartbeatAt, to: now)),
                        .init(AgeText.relative(worker.startedAt, to: now)), .init(worker.release),
                        .init(worker.queues?.joined(separator: ",") ?? "(all)"),
                    ])
                }
                return workers.isEmpty ? "No worker is alive.\n" : table.text(on: terminal)
            }
        }
    }
}

extension WorkerRecord {
    fileprivate var stateWord: String {
        endedAt != nil ? "ended (\(endReason ?? ""))" : isAlive ? "alive" : "late"
    }

    fileprivate var stateColor: Terminal.Color? {
        endedAt != nil ? (endReason == "lost" ? .red : .gray) : isAlive ? .green : .yellow
    }

    fileprivate func write(to object: inout JSONWriter) {
        object.member("id", "\(id)")
        object.member("name", name)
        object.member("state", endedAt != nil ? "ended" : isAlive ? "alive" : "late")
        object.member("running", running)
        object.member("concurrency", concurrency)
        object.member("release", release)
        object.member("queues", queues)
        object.member("kinds", kinds)
        object.member("lease_seconds", lease / .seconds(1))
        object.member("started_at", startedAt)
        object.member("heartbeat_at", heartbeatAt)
        object.member("heartbeat_age_seconds", heartbeatAge / .seconds(1))
        object.member("ended_at", endedAt)
        object.member("end_reason", endReason)
    }
}
