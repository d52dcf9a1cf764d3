import ArgumentParser
import Spotter
import SpotterHTTP

/// Which queues to switch, and why.
struct QueueSwitchOptions: ParsableArguments {
    @Argument(help: "Names of queues.")
    var names: [String]

    @Option(help: "Why; recorded.")
    var reason: String?

    @OptionGroup var output: OutputOptions

    func validate() throws {
        for name in names where !(1...100).contains(name.unicodeScalars.count) {
            throw ValidationError("A queue's name has 1 to 100 characters.")
        }
        if let reason, !(1...4096).contains(reason.utf8.count) {
            throw ValidationError("--reason has to be 1 to 4096 bytes.")
        }
    }

    /// Switches each queue and says what changed.
    ///
    /// - Parameter change: Returns whether the queue was in the other position before.
    func run(
        word: String,
        _ change: @Sendable (JobStore, String, Admin) async throws -> Bool
    ) async throws {
        try await DatabaseSession.run(as: "spotter queues") { session in
            var changes: [(name: String, isChanged: Bool)] = []
            for name in names {
                let isChanged = try await change(session.store, name, session.settings.admin)
                changes.append((name, isChanged))
            }
            output.print {
                $0.key("queues")
                $0.array { list in
                    for (name, isChanged) in changes {
                        list.object {
                            $0.member("name", name)
                            $0.member("paused", word == "paused")
                            $0.member("changed", isChanged)
                        }
                    }
                }
            } text: { _ in
                changes.map { name, isChanged in
                    let was = word == "paused" ? "was paused already" : "was not paused"
                    return "\(Printable.line(name)) \(isChanged ? word : was)\n"
                }.joined()
            }
        }
    }
}
