/// A job in the JSON of `spotter jobs show`, as far as the tests look.
struct ShownJob: Decodable {
    let id: String
    let state: String
    let error: String?
    let attempts: [Attempt]
    let acts: [Act]

    struct Attempt: Decodable {
        let outcome: String
        let worker: String?
        let errorCode: String?
        /// ISO 8601 in UTC, so that the order of the texts is the order of the times.
        let finishedAt: String

        enum CodingKeys: String, CodingKey {
            case outcome, worker
            case errorCode = "error_code"
            case finishedAt = "finished_at"
        }
    }

    struct Act: Decodable {
        let action: String
        let actor: String
        let reason: String
        let at: String
    }
}

/// The JSON of `spotter jobs list`, as far as the tests look.
struct JobList: Decodable {
    let jobs: [Job]

    struct Job: Decodable {
        let id: String
        let error: String?
    }
}

/// The JSON of `spotter jobs requeue`, as far as the tests look.
struct Requeued: Decodable {
    let requeued: Int
}
