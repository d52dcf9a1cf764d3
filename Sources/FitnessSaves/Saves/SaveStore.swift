import Postgres
package import Spotter
import SpotterHTTP

/// The users' saves in the database.
///
/// Every question names its user.
///
/// One call is one unit of work on a connection, and throws `PostgresError`.
package struct SaveStore: Sendable {
    private let store: JobStore

    package init(_ store: JobStore) { self.store = store }

    /// Enqueues a save, once for each key however often it is asked.
    func add(_ save: NewSave, deadline: Duration) async throws -> AcceptedSave {
        let attempts = SaveWorkout.defaults.maxAttempts
        return try await store.withConnection(deadline: deadline) { connection in
            let rows = try connection.query(
                store.statement(.saveEnqueue), save.args, save.key.text, save.digest.bytes, attempts
            )
            let (id, outcome, acceptedAt) = try rows.only(
                as: Int64.self, String.self, Timestamp.self)
            guard outcome == "created" else {
                guard let kept = try find(save.key, of: save.user, on: connection) else {
                    // Deleted by retention between the two statements: the next try adds the save.
                    throw PostgresError(.server, sqlState: .serializationFailure)
                }
                return kept.digest == save.digest ? .replayed(kept.save) : .reused
            }
            return .created(
                Save(
                    id: id, workoutID: save.workoutID.description, action: save.action.word,
                    status: .queued, attempt: 0, attemptsMax: attempts, acceptedAt: acceptedAt))
        }
    }

    /// A user's save by its id.
    package func save(_ id: Int64, of user: UserID, deadline: Duration) async throws -> Save? {
        try await store.withConnection(deadline: deadline) { connection in
            try connection.query(store.statement(.saveFind), user.text, id).first.map { row in
                try Save(row)
            }
        }
    }

    /// The save accepted under a client's key, also when its job is no longer kept.
    func save(_ key: SaveKey, of user: UserID, deadline: Duration) async throws -> KeptSave? {
        try await store.withConnection(deadline: deadline) { connection in
            try find(key, of: user, on: connection)
        }
    }

    /// A user's saves with ids below `before`, newest first.
    func saves(
        of user: UserID, before: Int64, limit: Int, deadline: Duration
    ) async throws -> [Save] {
        try await store.withConnection(deadline: deadline) { connection in
            try connection.query(store.statement(.saveList), user.text, before, limit).map {
                try Save($0)
            }
        }
    }

    /// How many saves wait, counted up to `cap`.
    func depth(cap: Int, deadline: Duration) async throws -> Int {
        try await store.withConnection(deadline: deadline) { connection in
            try connection.query(store.statement(.saveDepth), cap).only(as: Int.self)
        }
    }

    private func find(
        _ key: SaveKey, of user: UserID, on connection: isolated Connection
    ) throws(PostgresError) -> KeptSave? {
        let rows = try connection.query(store.statement(.saveFindByKey), key.text)
        guard let row = rows.first else { return nil }
        let digest = try row.decode([UInt8]?.self, at: 1).flatMap(SaveDigest.init(kept:))
        if !row.isNull(at: 4) { return KeptSave(save: try Save(row, from: 4), digest: digest) }
        return KeptSave(
            jobID: try row.decode(Int64.self, at: 0), digest: digest,
            acceptedAt: try row.decode(Timestamp.self, at: 2),
            finalState: try row.decode(String?.self, at: 3))
    }
}
