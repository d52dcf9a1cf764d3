import Postgres
import Spotter
import SpotterHTTP

/// The figures of `spotter stats`, in both forms.
struct StatsReport: Sendable {
    let stats: StatsRecord
    /// Per second; nil: not measured.
    let rates: (enqueued: Double, ended: Double)?

    private var oldestWait: Duration? {
        stats.oldestDueAt.map {
            .microseconds(max(0, stats.at.microseconds - $0.microseconds))
        }
    }

    func write(to object: inout JSONWriter) {
        object.member("at", stats.at)
        object.key("jobs")
        object.object { jobs in
            for state in JobState.allCases {
                if let count = stats.counts[state] { jobs.member(state.rawValue, count) }
            }
        }
        object.member("oldest_due_at", stats.oldestDueAt)
        object.member("oldest_queue", stats.oldestQueue)
        object.key("oldest_wait_seconds")
        if let oldestWait {
            object.value(oldestWait / .seconds(1))
        } else {
            object.value(nil)
        }
        object.member("workers", stats.workers)
        object.key("rates")
        if let rates {
            object.object {
                $0.member("enqueued_per_second", rates.enqueued)
                $0.member("ended_per_second", rates.ended)
            }
        } else {
            object.value(nil)
        }
    }

    func text(on terminal: Terminal) -> String {
        var table = Table([.init(title: "STATE"), .init(title: "JOBS", isNumber: true)])
        for state in JobState.allCases {
            table.add([
                .init(state.rawValue, state.color),
                .init("\(stats.counts[state]?.description ?? "")"),
            ])
        }
        var lines = ["workers alive   \(stats.workers)"]
        if let oldestWait, let queue = stats.oldestQueue {
            lines.append(
                "oldest waiting  \(AgeText.format(oldestWait)), in queue \(Printable.line(queue))")
        } else {
            lines.append("oldest waiting  none")
        }
        if let rates {
            lines.append("enqueued        \(Self.rate(rates.enqueued)) jobs/s")
            lines.append("ended           \(Self.rate(rates.ended)) attempts/s")
        }
        return table.text(on: terminal) + "\n" + lines.joined(separator: "\n") + "\n"
    }

    private static func rate(_ rate: Double) -> String {
        rate >= 100 ? "\(Int(rate))" : "\((rate * 10).rounded() / 10)"
    }
}
