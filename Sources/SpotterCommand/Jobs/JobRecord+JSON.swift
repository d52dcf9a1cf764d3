import Postgres
import Spotter
import SpotterHTTP

extension JobRecord {
    /// Writes the members of the job's JSON object.
    func write(to object: inout JSONWriter) {
        object.member("id", "\(id)")
        object.member("kind", kind)
        object.member("args", raw: args.bytes)
        object.member("queue", queue)
        object.member("priority", priority)
        object.member("state", state.rawValue)
        object.member("attempt", attempt)
        object.member("max_attempts", maxAttempts)
        object.member("run_at", "\(runAt)")
        object.member("created_at", "\(createdAt)")
        object.member("started_at", startedAt)
        object.member("finished_at", finishedAt)
        object.member("worker", worker)
        object.member("error", error)
        object.member("error_code", errorCode)
        object.key("tags")
        object.array { list in
            for tag in tags { list.value(tag) }
        }
        object.member("key", key)
        object.member("failures", failures)
        object.member("deaths", deaths)
    }
}

extension JSONWriter {
    /// A time as ISO 8601 in UTC with microseconds, or null.
    mutating func member(_ key: String, _ time: Timestamp?) {
        member(key, time.map { "\($0)" })
    }

    /// A list of texts, or null.
    mutating func member(_ key: String, _ texts: [String]?) {
        self.key(key)
        guard let texts else {
            value(nil)
            return
        }
        array { list in
            for text in texts { list.value(text) }
        }
    }

    /// A count, and beside it whether it was counted to its end.
    mutating func member(_ key: String, _ count: CappedCount) {
        member(key, count.value)
        if count.isCapped { member("\(key)_capped", true) }
    }

    /// A number with a fraction.
    mutating func member(_ key: String, _ number: Double) {
        self.key(key)
        value(number)
    }
}
