public import Postgres

extension JobStore {
    /// One job; nil if there is none with this id.
    ///
    /// - Throws: `PostgresError`. Answers by index, whatever the tables' size.
    public func job(_ id: Int64) async throws -> JobRecord? {
        try await look { connection in
            try jobs([id], on: connection).first
        }
    }

    /// The jobs with these ids, newest first; ids without a job are left out.
    public func jobs(_ ids: [Int64]) async throws -> [JobRecord] {
        try await look { connection in
            try jobs(ids, on: connection)
        }
    }

    /// The database's time.
    public func now() async throws -> Timestamp {
        try await withConnection { connection in
            try connection.query(statement(.clock)).only(as: Timestamp.self)
        }
    }

    /// The attempts of a job that have ended, oldest first; at most 10 000.
    public func attempts(of id: Int64) async throws -> [AttemptRecord] {
        try await look { connection in
            try connection.query(statement(.attemptList), id).map { try AttemptRecord($0) }
        }
    }

    /// What admins did to a job, oldest first; at most 10 000.
    public func acts(on id: Int64) async throws -> [ActRecord] {
        try await look { connection in
            try connection.query(statement(.actList), id).map { try ActRecord($0) }
        }
    }

    /// Jobs that match, newest first.
    ///
    /// - Parameters:
    ///   - before: Only jobs with a lower id: the last id of the page before.
    ///   - limit: At most so many, 1 to 1000.
    /// - Throws: `PostgresError`, with `queryCanceled` when a look took 10 s; ``SpotterError``
    ///   `searchTooWide` when several together did. Searches for `failed`, `cancelled`, waiting and running jobs read only those; one for args, tags or
    ///   `completed` alone walks from the newest job down.
    public func jobs(
        _ filter: JobFilter, before: Int64? = nil, limit: Int = 50
    ) async throws -> [JobRecord] {
        precondition((1...1000).contains(limit), "1 to 1000")
        return try await look { connection in
            var search = JobSearch(
                store: self, filter: filter, before: before ?? .max, timeMax: Self.lookTimeMax)
            let ids = try search.next(limit, on: connection)
            return try jobs(ids, on: connection)
        }
    }

    /// Ids of the jobs that match, newest first; for acts on them.
    ///
    /// - Parameter timeMax: How long to search. Default 60 s: what is going to be changed may take
    ///   longer to find than what is only shown.
    /// - Throws: As ``jobs(_:before:limit:)``.
    public func ids(
        _ filter: JobFilter, before: Int64? = nil, limit: Int, timeMax: Duration = .seconds(60)
    ) async throws -> [Int64] {
        try await look(for: timeMax) { connection in
            var search = JobSearch(
                store: self, filter: filter, before: before ?? .max, timeMax: timeMax)
            return try search.next(limit, on: connection)
        }
    }

    /// How many jobs match, counted up to `cap`.
    ///
    /// - Throws: As ``jobs(_:before:limit:)``.
    public func count(
        _ filter: JobFilter, cap: Int = 100_000, timeMax: Duration = .seconds(10)
    ) async throws -> CappedCount {
        let counted = try await ids(filter, limit: cap + 1, timeMax: timeMax).count
        return CappedCount(counted: counted, cap: cap)
    }

    private func jobs(
        _ ids: [Int64], on connection: isolated Connection
    ) throws -> [JobRecord] {
        guard !ids.isEmpty else { return [] }
        return try connection.query(statement(.jobList), ids).map { try JobRecord($0) }
    }
}
