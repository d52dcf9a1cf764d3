import ArgumentParser
import Spotter

/// `spotter jobs requeue`: failed or cancelled jobs run again.
struct JobsRequeueCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "requeue",
        abstract: "Make failed or cancelled jobs available again.",
        discussion: """
            With ids, or with a filter; without --state a filter means failed jobs. Each job gets all \
            its attempts again. Completed jobs are never touched. Asked for twice, or from two \
            terminals at the same time, each job is requeued once.

            \(BulkActOptions.discussion)

            EXAMPLES
              spotter jobs requeue 4711
              spotter jobs requeue --error 'connection refused' --since 2h --dry-run
              spotter jobs requeue --kind save_workout --reason 'bug 123 is fixed' --yes
            """)

    @OptionGroup var act: BulkActOptions

    func run() async throws {
        try await BulkAct(.requeue, options: act, defaultStates: [.failed]).run()
    }
}
