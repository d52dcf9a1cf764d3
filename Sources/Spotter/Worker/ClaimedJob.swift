import Postgres

/// A job that this worker holds, for one attempt.
struct ClaimedJob: Sendable {
    let leaseID: Int64
    let id: Int64
    let attempt: Int
    let failures: Int
    let deaths: Int
    let kind: String
    let queue: String
    let priority: Int
    let maxAttempts: Int
    let args: JSONBytes
    let tags: [String]
    let createdAt: Timestamp

    var attemptID: AttemptID { AttemptID(job: id, attempt: attempt) }

    init(_ row: Row) throws(PostgresError) {
        leaseID = try row.decode(Int64.self, at: "lease_id")
        id = try row.decode(Int64.self, at: "job_id")
        attempt = try row.decode(Int.self, at: "attempt")
        failures = try row.decode(Int.self, at: "failures")
        deaths = try row.decode(Int.self, at: "deaths")
        kind = try row.decode(String.self, at: "kind")
        queue = try row.decode(String.self, at: "queue")
        priority = try row.decode(Int.self, at: "priority")
        maxAttempts = try row.decode(Int.self, at: "max_attempts")
        args = try row.decode(JSONBytes.self, at: "args")
        tags = try row.decode([String].self, at: "tags")
        createdAt = try row.decode(Timestamp.self, at: "created_at")
    }
}
