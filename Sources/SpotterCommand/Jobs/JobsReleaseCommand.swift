import ArgumentParser
import Spotter

/// `spotter jobs release`: unfinished jobs become available now.
struct JobsReleaseCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "release",
        abstract: "Make unfinished jobs available now, without spending an attempt.",
        discussion: """
            With ids, or with a filter. Ends the waiting of scheduled and retrying jobs, and takes \
            running ones from their worker, which cannot commit them any more.

            \(BulkActOptions.discussion)

            EXAMPLES
              spotter jobs release 4711
              spotter jobs release --state retrying --kind save_workout --reason 'network is back'
            """)

    @OptionGroup var act: BulkActOptions

    func run() async throws {
        try await BulkAct(.release, options: act, defaultStates: JobAct.release.states).run()
    }
}
