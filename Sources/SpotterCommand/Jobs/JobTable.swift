import Postgres
import Spotter

/// Jobs as a table.
enum JobTable {
    static func text(_ jobs: [JobRecord], now: Timestamp, on terminal: Terminal) -> String {
        var table = Table([
            .init(title: "ID", isNumber: true), .init(title: "STATE"),
            .init(title: "KIND", shrinks: true), .init(title: "QUEUE", shrinks: true),
            .init(title: "ATTEMPT", isNumber: true), .init(title: "ENQUEUED"),
            .init(title: "WHEN"), .init(title: "ERROR", shrinks: true),
        ])
        for job in jobs {
            table.add([
                .init("\(job.id)"), .init(job.state.rawValue, job.state.color),
                .init(job.kind), .init(job.queue), .init("\(job.attempt)"),
                .init(AgeText.relative(job.createdAt, to: now)), .init(when(job, now: now)),
                .init(job.error ?? "", .gray),
            ])
        }
        return table.text(on: terminal)
    }

    /// The time that matters in the job's state.
    private static func when(_ job: JobRecord, now: Timestamp) -> String {
        switch job.state {
        case .scheduled, .retrying: "due " + AgeText.relative(job.runAt, to: now)
        case .available: "due since " + AgeText.relative(job.runAt, to: now)
        case .running: job.startedAt.map { "began " + AgeText.relative($0, to: now) } ?? ""
        case .completed, .failed, .cancelled:
            job.finishedAt.map { "ended " + AgeText.relative($0, to: now) } ?? ""
        }
    }
}
