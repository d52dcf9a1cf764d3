import ArgumentParser
import Postgres
import Spotter
import SpotterHTTP

/// Which jobs are meant, by what they are like.
///
/// All conditions have to hold.
struct JobFilterOptions: ParsableArguments {
    @Option(help: "In this state, or one of several between commas.")
    var state: [String] = []

    @Option(help: "In this queue.")
    var queue: String?

    @Option(help: "Of this kind.")
    var kind: String?

    @Option(help: "With this tag.")
    var tag: String?

    @Option(
        help: "Enqueued at this time or later: 2026-01-31T12:00:00Z, or 2h for two hours ago.")
    var since: String?

    @Option(help: "Enqueued before this time, written as for --since.")
    var until: String?

    @Option(help: "With arguments that contain this JSON: '{\"user_id\":\"7\"}'.")
    var args: String?

    @Option(help: "With this text in the last error, in upper or lower case.")
    var error: String?

    var isEmpty: Bool {
        state.isEmpty
            && [queue, kind, tag, since, until, args, error].allSatisfy { $0 == nil }
    }

    var states: Set<JobState> { Set(state.flatMap { JobState.parse($0) ?? [] }) }

    func validate() throws {
        for text in state where JobState.parse(text) == nil {
            throw ValidationError(
                "--state \(text) is not allowed; it has to be one of \(JobState.words).")
        }
        for (name, text) in [("--since", since), ("--until", until)] {
            if let text, TimeText.parse(text) == nil {
                throw ValidationError(
                    "\(name) \(text) is not allowed; it has to be \(TimeText.allowed).")
            }
        }
        if let args {
            guard let document = try? JSONDocument(Array(args.utf8)),
                document.root.kind == .object
            else { throw ValidationError("--args has to be a JSON object.") }
        }
    }

    /// The filter; times before now by the database's clock.
    func filter(in store: JobStore) async throws -> JobFilter {
        var filter = JobFilter()
        filter.states = states
        filter.queue = queue
        filter.kind = kind
        filter.tag = tag
        filter.args = args.map { JSONBytes($0) }
        filter.error = error
        filter.since = try await moment(since, in: store)
        filter.until = try await moment(until, in: store)
        return filter
    }

    private func moment(_ text: String?, in store: JobStore) async throws -> Timestamp? {
        switch text.flatMap(TimeText.parse) {
        case nil: return nil
        case .at(let time): return time
        case .away(let duration):
            let now = try await store.now()
            return Timestamp(
                microseconds: now.microseconds - Int64(duration / .microseconds(1)))
        }
    }
}
