import Postgres
import Spotter
import SpotterHTTP

/// A job with all that happened to it.
struct JobHistory: Sendable {
    let job: JobRecord
    let attempts: [AttemptRecord]
    let acts: [ActRecord]
    let now: Timestamp

    func write(to object: inout JSONWriter) {
        job.write(to: &object)
        object.key("attempts")
        object.array { list in
            for attempt in attempts { list.object { Self.write(attempt, to: &$0) } }
        }
        object.key("acts")
        object.array { list in
            for act in acts { list.object { Self.write(act, to: &$0) } }
        }
    }

    private static func write(_ attempt: AttemptRecord, to object: inout JSONWriter) {
        object.member("attempt", attempt.attempt)
        object.member("outcome", attempt.outcome)
        object.member("worker", attempt.worker)
        object.member("release", attempt.release)
        object.member("started_at", attempt.startedAt)
        object.member("finished_at", attempt.finishedAt)
        let microseconds = attempt.finishedAt.microseconds - attempt.startedAt.microseconds
        object.member("seconds", Double(microseconds) / 1_000_000)
        object.member("retry_at", attempt.retryAt)
        object.member("error", attempt.error)
        object.member("error_code", attempt.errorCode)
    }

    private static func write(_ act: ActRecord, to object: inout JSONWriter) {
        object.member("action", act.action)
        if let attempt = act.attempt {
            object.member("attempt", attempt)
        }
        object.member("actor", act.actor)
        object.member("reason", act.reason)
        object.member("source", act.source)
        object.member("at", act.at)
    }
}
