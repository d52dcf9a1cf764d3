import ArgumentParser
import Spotter

/// A change to one job or to many, from the shell: look, ask, act, report.
struct BulkAct: Sendable {
    /// The library's limit of how far to count for the question.
    private static let countCap = 100_000

    let act: JobAct
    let options: BulkActOptions
    /// The states that a filter without --state means.
    let defaultStates: Set<JobState>

    init(_ act: JobAct, options: BulkActOptions, defaultStates: Set<JobState>) {
        self.act = act
        self.options = options
        self.defaultStates = defaultStates
    }

    func run() async throws {
        try checkStates()
        try checkConsent()
        try await DatabaseSession.run(as: "spotter jobs") { session in
            let target = try await BulkTarget(
                options,
                states: options.filter.states.isEmpty
                    ? defaultStates : options.filter.states, countCap: Self.countCap, in: session)
            let report = BulkReport(act: act, target: target, output: options.output)
            if options.dryRun {
                report.printPreview()
                return
            }
            guard target.count.value > 0 else {
                try report.printResult(ActSummary(), results: [])
                return
            }
            let reason = try await consent(to: report)
            try await perform(on: target, reason: reason, report: report, in: session)
        }
    }

    private func perform(
        on target: BulkTarget, reason: String, report: BulkReport, in session: DatabaseSession
    ) async throws {
        let admin = session.settings.admin
        let progress = Progress()
        var summary = ActSummary()
        var results: [(id: Int64, result: ActResult)] = []
        do {
            if target.ids.isEmpty {
                summary = try await session.store.act(
                    act, where: target.filter, before: target.before, reason: reason, by: admin
                ) {
                    summary = $0
                    progress.show("\($0.total) of \(target.count)")
                }
            } else {
                results = try await session.store.act(
                    act, on: target.ids, reason: reason, by: admin
                ) { progress.show("\($0) of \(target.count)") }
                for (id, result) in results { summary.add(result, for: id) }
            }
        } catch {
            progress.end()
            if summary.total > 0 {
                StandardStream.error.write(
                    "spotter: stopped after \(summary.done) \(act.pastTense); "
                        + "the same command does the rest\n")
            }
            throw error
        }
        progress.end()
        try report.printResult(summary, results: results)
    }

    private func checkStates() throws {
        let wrong = options.filter.states.subtracting(act.states).map(\.rawValue).sorted()
        guard wrong.isEmpty else {
            let right = act.states.map(\.rawValue).sorted().joined(separator: ", ")
            throw CommandFailure(
                .usage,
                "jobs that are \(wrong.joined(separator: " or ")) cannot be \(act.pastTense); "
                    + "--state has to be one of \(right)")
        }
    }

    /// Refuses before anything is looked up, so that a script fails at once and always.
    private func checkConsent() throws {
        guard options.isBulk, !options.dryRun, !Confirmation.isPossible else { return }
        guard options.yes else {
            throw CommandFailure(
                .usage,
                "nothing was done: several jobs are concerned and there is no terminal to ask at; "
                    + "repeat with --yes, or with --dry-run to look")
        }
        guard options.reason != nil else {
            throw CommandFailure(
                .usage, "nothing was done: --reason TEXT has to be given for more than one job")
        }
    }

    /// The reason, once the person has agreed.
    private func consent(to report: BulkReport) async throws -> String {
        guard options.isBulk else { return options.reason ?? "no reason given" }
        if !options.yes {
            StandardStream.error.write(
                report.previewText(on: Terminal(width: 80, hasColors: false)))
        }
        var reason = options.reason ?? ""
        if reason.isEmpty { reason = await Confirmation.answer("Reason: ") }
        guard !reason.isEmpty else {
            throw CommandFailure(.usage, "nothing was done: a reason has to be given")
        }
        if !options.yes {
            let question = "\(act.rawValue.capitalizedFirst) \(report.target.count) jobs?"
            guard await Confirmation.ask(question) else {
                throw CommandFailure(.notDone, "nothing was done")
            }
        }
        return reason
    }
}

extension String {
    /// The text with its first letter in upper case.
    var capitalizedFirst: String { prefix(1).uppercased() + dropFirst() }
}
