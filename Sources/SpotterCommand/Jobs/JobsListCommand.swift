import ArgumentParser
import Postgres
import Spotter
import SpotterHTTP

/// `spotter jobs list`: jobs that match, newest first.
struct JobsListCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "list",
        abstract: "List jobs, newest first.",
        discussion: """
            All conditions have to hold. At most --limit jobs are shown; the next page begins \
            with --before and the last id of this one (`next` in the JSON).

            EXAMPLES
              spotter jobs list --state failed --since 2h
              spotter jobs list --kind save_workout --args '{"user":"7"}' --limit 10
              spotter jobs list --state failed --error timeout --json | jq -r '.jobs[].id'
            """)

    @OptionGroup(title: "Filter") var filter: JobFilterOptions

    @Option(help: "At most so many, 1 to 1000.")
    var limit = 50

    @Option(help: "Only jobs with a lower id.")
    var before: JobID?

    @OptionGroup var output: OutputOptions

    func validate() throws {
        guard (1...1000).contains(limit) else {
            throw ValidationError("--limit \(limit) is not allowed; it has to be 1 to 1000.")
        }
    }

    func run() async throws {
        try await DatabaseSession.run(as: "spotter jobs") { session in
            let jobs = try await session.store.jobs(
                filter.filter(in: session.store), before: before?.value, limit: limit)
            let now = try await session.store.now()
            // A full page may be the last one; then the next is empty.
            let next = jobs.count == limit ? jobs.last.map { "\($0.id)" } : nil
            output.print {
                $0.key("jobs")
                $0.array { list in
                    for job in jobs { list.object { job.write(to: &$0) } }
                }
                $0.member("next", next)
            } text: { terminal in
                let more = next.map { "\nMore: --before \($0)\n" } ?? ""
                let none = jobs.isEmpty ? "No job matches.\n" : ""
                return jobs.isEmpty
                    ? none : JobTable.text(jobs, now: now, on: terminal) + more
            }
        }
    }
}
