import ArgumentParser
import Spotter
import SpotterHTTP

/// `spotter stats`: jobs by state, rates, and the oldest job that waits.
struct StatsCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "stats",
        abstract: "Show jobs by state, rates, and the oldest job that waits.",
        discussion: """
            Each state is counted up to a million. Rates are measured over --interval: jobs enqueued \
            (those too whose key existed), and attempts ended as the server's statistics know \
            them, a second or so late.

            EXAMPLES
              spotter stats
              spotter stats --interval 0s --json | jq .jobs.failed
            """)

    @Option(help: "How long to measure rates; 0s for none, at most 5m.")
    var interval = "2s"

    @OptionGroup var output: OutputOptions

    private static let intervalMax = Duration.seconds(300)

    func validate() throws {
        guard let duration = DurationText.parse(interval), duration <= Self.intervalMax else {
            throw ValidationError(
                "--interval \(interval) is not allowed; it has to be a duration from 0s to 5m.")
        }
    }

    func run() async throws {
        try await DatabaseSession.run(as: "spotter stats") { session in
            let rates = try await rates(in: session.store)
            let stats = try await session.store.stats()
            let report = StatsReport(stats: stats, rates: rates)
            output.print {
                report.write(to: &$0)
            } text: { terminal in
                report.text(on: terminal)
            }
        }
    }

    private func rates(
        in store: JobStore
    ) async throws -> (enqueued: Double, ended: Double)? {
        guard let duration = DurationText.parse(interval), duration > .zero else { return nil }
        let first = try await store.activity()
        try await Task.sleep(for: duration)
        return try await store.activity().rates(since: first)
    }
}
