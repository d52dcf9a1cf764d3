import Postgres
import Spotter

extension JobHistory {
    func text(on terminal: Terminal) -> String {
        let lines = facts.filter { !$0.1.isEmpty }.map { name, value in
            terminal.colored(name.padded(to: 14), .gray) + Printable.line(value)
        }
        let heading =
            terminal.colored("Job \(job.id)", .bold) + "  "
            + terminal.colored(job.state.rawValue, job.state.color)
        return heading + "\n" + lines.joined(separator: "\n") + "\n\n"
            + terminal.colored("History", .bold) + "\n"
            + events.map { event in
                terminal.colored("\(event.at)", .gray) + "  " + Printable.line(event.text) + "\n"
                    + event.note.map { indented($0) }.joined()
            }.joined()
    }

    private var facts: [(String, String)] {
        [
            ("kind", job.kind), ("queue", job.queue), ("priority", "\(job.priority)"),
            ("attempt", "\(job.attempt)"),
            (
                "failures",
                job.state.isTerminal
                    ? "\(job.maxAttempts) allowed" : "\(job.failures) of \(job.maxAttempts) allowed"
            ),
            ("deaths", job.deaths > 0 ? "\(job.deaths) workers died while they ran it" : ""),
            ("run at", "\(job.runAt) (\(AgeText.relative(job.runAt, to: now)))"),
            ("key", job.key ?? ""), ("tags", job.tags.joined(separator: ", ")),
            ("worker", job.state == .running ? job.worker ?? "" : ""),
            ("error", job.state.isTerminal || job.state == .retrying ? job.error ?? "" : ""),
            ("args", job.args.text),
        ]
    }

    private struct Event {
        let at: Timestamp
        let text: String
        var note: [String] = []
    }

    /// What happened, in the order of time.
    private var events: [Event] {
        var events = [Event(at: job.createdAt, text: "enqueued")]
        for attempt in attempts {
            let place = [attempt.worker, attempt.release].compactMap { $0 }
            let elapsed = AgeText.elapsed(from: attempt.startedAt, to: attempt.finishedAt)
            let next = attempt.retryAt.map { "; next due \($0)" } ?? ""
            events.append(
                Event(
                    at: attempt.finishedAt,
                    text: "attempt \(attempt.attempt): \(attempt.outcome) after \(elapsed)"
                        + (place.isEmpty ? "" : " on \(place.joined(separator: ", release "))")
                        + next,
                    note: attempt.error.map { [$0] } ?? []))
        }
        for act in acts {
            events.append(
                Event(
                    at: act.at, text: "\(act.action) by \(act.actor) (\(act.source))",
                    note: [act.reason]))
        }
        if job.state == .running, let startedAt = job.startedAt {
            let place = job.worker.map { " on \($0)" } ?? ""
            events.append(
                Event(at: startedAt, text: "attempt \(job.attempt): running\(place)"))
        }
        return events.sorted { $0.at < $1.at }
    }

    private func indented(_ text: String) -> String {
        Printable.block(text).split(separator: "\n", omittingEmptySubsequences: false)
            .map { "    \($0)\n" }.joined()
    }
}

extension String {
    /// Blanks up to `width`, and at least one.
    func padded(to width: Int) -> String {
        self + String(repeating: " ", count: max(1, width - count))
    }
}
