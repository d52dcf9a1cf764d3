import Spotter
import SpotterHTTP

/// What the person or the script is told about a change of many jobs.
struct BulkReport: Sendable {
    /// Ids named in one message; a message of a million ids helps nobody.
    private static let idsMax = 10

    let act: JobAct
    let target: BulkTarget
    let output: OutputOptions

    func printPreview() {
        output.print {
            $0.member("act", act.rawValue)
            $0.member("dry_run", true)
            $0.member("matched", target.count)
            $0.key("sample")
            $0.array { list in
                for job in target.sample { list.object { job.write(to: &$0) } }
            }
        } text: { terminal in
            previewText(on: terminal)
        }
    }

    func previewText(on terminal: Terminal) -> String {
        guard target.count.value > 0 else { return "No job matches.\n" }
        let shown = JobTable.text(target.sample, now: target.now, on: terminal)
        let count = target.count.isCapped || target.count.value != 1
        let noun = count ? "\(target.count) jobs" : "1 job"
        let more = target.count.value > target.sample.count ? "…\n" : ""
        return "\(noun) would be \(act.pastTense):\n" + (target.sample.isEmpty ? "" : shown) + more
    }

    /// Says what was done.
    ///
    /// - Throws: With exit code 1 if one of the ids was not done, or a job was held by somebody.
    func printResult(_ summary: ActSummary, results: [(id: Int64, result: ActResult)]) throws {
        output.print {
            write(summary, results: results, to: &$0)
        } text: { _ in
            text(summary)
        }
        let skipped = target.ids.isEmpty ? 0 : summary.skipped.values.reduce(0, +)
        guard summary.unknown.isEmpty, summary.busy.isEmpty, skipped == 0 else {
            throw CommandFailure(.notDone, shortfall(summary))
        }
    }

    private func write(
        _ summary: ActSummary, results: [(id: Int64, result: ActResult)],
        to object: inout JSONWriter
    ) {
        object.member("act", act.rawValue)
        object.member("matched", target.count)
        object.member(act.pastTense, summary.done)
        object.key("skipped")
        object.object { states in
            for (state, count) in summary.skipped.sorted(by: { $0.key.rawValue < $1.key.rawValue })
            {
                states.member(state.rawValue, count)
            }
        }
        object.member("unknown", summary.unknown.map { "\($0)" })
        object.member("busy", summary.busy.map { "\($0)" })
        guard !results.isEmpty else { return }
        object.key("results")
        object.array { list in
            for (id, result) in results {
                list.object {
                    $0.member("id", "\(id)")
                    $0.member("result", result.word(for: act))
                }
            }
        }
    }

    private func text(_ summary: ActSummary) -> String {
        guard target.count.value > 0 else { return "No job matches.\n" }
        var parts = ["\(summary.done) \(act.pastTense)"]
        for (state, count) in summary.skipped.sorted(by: { $0.key.rawValue < $1.key.rawValue }) {
            parts.append("\(count) skipped (\(state.rawValue))")
        }
        if !summary.unknown.isEmpty { parts.append("\(summary.unknown.count) unknown") }
        if !summary.busy.isEmpty { parts.append("\(summary.busy.count) busy") }
        return parts.joined(separator: ", ") + "\n"
    }

    private func shortfall(_ summary: ActSummary) -> String {
        var parts: [String] = []
        if !summary.unknown.isEmpty {
            parts.append("there is no job \(Self.list(summary.unknown))")
        }
        if !summary.busy.isEmpty {
            parts.append("somebody else held job \(Self.list(summary.busy)); try again")
        }
        if !target.ids.isEmpty, !summary.skipped.isEmpty {
            let states = summary.skipped.keys.map(\.rawValue).sorted().joined(separator: ", ")
            parts.append("a job that is \(states) cannot be \(act.pastTense)")
        }
        return parts.joined(separator: "; ")
    }

    private static func list(_ ids: [Int64]) -> String {
        let shown = ids.prefix(idsMax).map { "\($0)" }.joined(separator: ", ")
        return ids.count > idsMax ? "\(shown) and \(ids.count - idsMax) more" : shown
    }
}
