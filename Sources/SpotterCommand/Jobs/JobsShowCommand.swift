import ArgumentParser
import Spotter
import SpotterHTTP

/// `spotter jobs show`: everything about one job.
struct JobsShowCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "show",
        abstract: "Show everything about one job.",
        discussion: """
            The job with its arguments, then what happened to it in the order of time: attempts with \
            worker, release, duration, outcome and error; acts of admins with who, when and why.

            EXAMPLES
              spotter jobs show 4711
              spotter jobs show 4711 --json | jq '.attempts[-1].error'
            """)

    @Argument(help: "The job's id.")
    var id: JobID

    @OptionGroup var output: OutputOptions

    func run() async throws {
        try await DatabaseSession.run(as: "spotter jobs") { session in
            let store = session.store
            guard let job = try await store.job(id.value) else {
                throw CommandFailure(.notDone, "there is no job \(id.value)")
            }
            let history = JobHistory(
                job: job, attempts: try await store.attempts(of: job.id),
                acts: try await store.acts(on: job.id), now: try await store.now())
            output.print {
                history.write(to: &$0)
            } text: { terminal in
                history.text(on: terminal)
            }
        }
    }
}
