import ArgumentParser
import Spotter

/// `spotter jobs cancel`: jobs that are not done are ended for good.
struct JobsCancelCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "cancel",
        abstract: "End unfinished jobs for good, waiting or running.",
        discussion: """
            With ids, or with a filter. What a running job has not committed is lost; its worker is \
            told to stop it. A cancelled job can be requeued.

            \(BulkActOptions.discussion)

            EXAMPLES
              spotter jobs cancel 4711 --reason 'sent by mistake'
              spotter jobs cancel --state scheduled --tag import-7 --reason 'wrong file' --yes
            """)

    @OptionGroup var act: BulkActOptions

    func run() async throws {
        try await BulkAct(.cancel, options: act, defaultStates: JobAct.cancel.states).run()
    }
}
