public import Postgres

extension JobStore {
    /// Jobs in one statement of a bulk enqueue: large enough that the round trip is nothing, small
    /// enough that one statement's memory stays in the low megabytes.
    static let enqueueBatchMax = 1000

    /// Adds one job and commits it.
    ///
    /// - Throws: `PostgresError`. With `mayHaveCommitted` the job may be there: repeat with the same
    ///   ``NewJob/key``, and it is there once. `invalid_parameter_value` names what is not allowed.
    public func enqueue(_ job: NewJob, deadline: Duration = .seconds(10)) async throws -> Enqueued {
        try await withConnection(deadline: deadline) { connection in
            try enqueue(job, on: connection)
        }
    }

    /// Adds many jobs in one transaction: all or none.
    ///
    /// - Returns: One element for each, in the order given.
    /// - Throws: As for one job.
    public func enqueue(
        _ jobs: [NewJob], deadline: Duration = .seconds(60)
    ) async throws -> [Enqueued] {
        try await withConnection(deadline: deadline) { connection in
            try connection.transaction { try enqueue(jobs, on: $0) }
        }
    }

    /// Adds one job in the transaction that is open on `connection`, or by itself where none is.
    ///
    /// The job exists if and when that transaction commits.
    public func enqueue(
        _ job: NewJob, on connection: isolated Connection
    ) throws(PostgresError) -> Enqueued {
        let (at, wait) = job.dueParameters
        let rows = try connection.query(
            statement(.jobEnqueue), job.kind, job.args, job.queue, Int32(clamping: job.priority),
            at, wait, Int32(clamping: job.maxAttempts), job.key, job.tags, job.digest)
        return try Self.decode(rows)[0]
    }

    /// Adds many jobs in the transaction that is open on `connection`.
    ///
    /// Without one, each thousand commits by itself.
    public func enqueue(
        _ jobs: [NewJob], on connection: isolated Connection
    ) throws(PostgresError) -> [Enqueued] {
        var result: [Enqueued] = []
        result.reserveCapacity(jobs.count)
        for start in stride(from: 0, to: jobs.count, by: Self.enqueueBatchMax) {
            let batch = jobs[start..<min(start + Self.enqueueBatchMax, jobs.count)]
            let due = batch.map(\.dueParameters)
            let rows = try connection.query(
                statement(.jobEnqueueRows), batch.map(\.kind), batch.map(\.args),
                batch.map(\.queue), batch.map { Int32(clamping: $0.priority) },
                due.map(\.at), due.map(\.wait), batch.map { Int32(clamping: $0.maxAttempts) },
                batch.map(\.key), batch.map { Self.arrayLiteral($0.tags) }, batch.map(\.digest))
            result += try Self.decode(rows)
        }
        return result
    }

    private static func decode(_ rows: Rows) throws(PostgresError) -> [Enqueued] {
        try rows.decode(Int64.self, String.self).map { id, outcome in
            Enqueued(id: id, outcome: outcome == "created" ? .created : .existing)
        }
    }

    /// A text array in PostgreSQL's own notation (manual, "Array Input and Output Syntax").
    static func arrayLiteral(_ elements: [String]) -> String {
        let quoted = elements.map { element in
            let escaped = element.replacing("\\", with: "\\\\").replacing("\"", with: "\\\"")
            return "\"\(escaped)\""
        }
        return "{\(quoted.joined(separator: ","))}"
    }
}

extension NewJob {
    /// The moment, or the seconds from now; both nil: now.
    fileprivate var dueParameters: (at: Timestamp?, wait: Double?) {
        switch due {
        case .now: (nil, nil)
        case .at(let moment): (moment, nil)
        case .after(let wait): (nil, wait / .seconds(1))
        }
    }
}
