import ArgumentParser
import Postgres
import Spotter
import SpotterHTTP

/// `spotter enqueue`: adds one job, or many from standard input.
struct EnqueueCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "enqueue",
        abstract: "Add one job, or many from standard input.",
        discussion: """
            With KIND and ARGS-JSON it adds one job and prints its id. Without, it reads standard \
            input: one JSON object a line with the members kind, args, queue, priority, run_at, \
            max_attempts, key and tags, of which only kind has to be there.

            Lines are added in transactions of up to 1000. A line that is refused stops it: its \
            number is named, nothing of its transaction has been added, all lines before that have \
            been, and the exit code is 1. With --json each line is answered by one line, after its \
            transaction has been committed. Jobs with a key can be sent again: they are there once.

            EXAMPLES
              spotter enqueue send_welcome '{"email":"anna@example.com"}'
              spotter enqueue report '{}' --run-at 2026-01-31T06:00:00Z --key report-2026-01-31
              spotter enqueue report '{}' --run-at 30m
              spotter enqueue < jobs.ndjson
            """)

    @Argument(help: "The kind of job.")
    var kind: String?

    @Argument(
        help: ArgumentHelp("Its arguments, a JSON object such as {}.", valueName: "args-json"))
    var args: String?

    @Option(help: "The queue; else the kind's own, else `default`.")
    var queue: String?

    @Option(help: "Smaller runs first, -32768 to 32767; default 0.")
    var priority: Int?

    @Option(help: "When it may first run: 2026-01-31T12:00:00Z, or 30m for in half an hour.")
    var runAt: String?

    @Option(help: "Makes it unique among its kind; enqueued again, nothing is added.")
    var key: String?

    @Option(help: "Failures after which it is given up, 1 to 1000; else the kind's own, else 20.")
    var maxAttempts: Int?

    @Option(help: "A word by which to find it; may be repeated.")
    var tag: [String] = []

    @OptionGroup var output: OutputOptions

    func validate() throws {
        if let runAt, TimeText.parse(runAt) == nil {
            throw ValidationError(
                "--run-at \(runAt) is not allowed; it has to be \(TimeText.allowed).")
        }
        let options: [Any?] = [queue, priority, runAt, key, maxAttempts]
        let hasOptions = !tag.isEmpty || options.contains { $0 != nil }
        guard kind != nil || !hasOptions else {
            throw ValidationError("Options of one job need its KIND; lines bring their own.")
        }
        guard kind == nil || args != nil else {
            throw ValidationError("KIND needs ARGS-JSON, a JSON object such as '{}', behind it.")
        }
    }

    func run() async throws {
        guard let kind, let args else {
            guard !StandardStream.input.isTerminal else {
                throw CommandFailure(
                    .usage, "give KIND and ARGS-JSON, or one JSON object a line on standard input")
            }
            try await DatabaseSession.run(as: "spotter enqueue") { session in
                try await EnqueueStream(store: session.store, output: output).run()
            }
            return
        }
        let job = try newJob(kind: kind, args: args)
        try await DatabaseSession.run(as: "spotter enqueue") { session in
            let added = try await session.store.enqueue(job)
            output.print {
                $0.member("id", "\(added.id)")
                $0.member("outcome", added.outcome.rawValue)
            } text: { _ in
                "\(added.id)\(added.outcome == .existing ? " existing" : "")\n"
            }
        }
    }

    private func newJob(kind: String, args: String) throws -> NewJob {
        let bytes = Array(args.utf8)
        let isObject: Bool
        do {
            isObject = try JSONDocument(bytes).root.kind == .object
        } catch {
            throw CommandFailure(.usage, "ARGS-JSON is not allowed: \(error)")
        }
        guard isObject else { throw CommandFailure(.usage, "ARGS-JSON has to be a JSON object") }
        var job = NewJob(kindWithDefaults: kind)
        job.args = JSONBytes(bytes: bytes)
        job.queue = queue ?? job.queue
        job.priority = priority ?? job.priority
        job.maxAttempts = maxAttempts ?? job.maxAttempts
        job.key = key
        job.tags = tag
        switch runAt.flatMap(TimeText.parse) {
        case nil: break
        case .at(let time): job.due = .at(time)
        case .away(let duration): job.due = .after(duration)
        }
        return job
    }
}
