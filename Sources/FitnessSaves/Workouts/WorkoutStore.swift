import Postgres
package import Spotter

/// The users' workouts: what is stored, and what is on its way.
package struct WorkoutStore: Sendable {
    /// Stored bytes after which a page ends, however many workouts were asked for.
    ///
    /// 4 MiB: sixteen of the largest, thousands of the usual.
    private static let pageBytesMax = 4 << 20

    private let store: JobStore

    package init(_ store: JobStore) { self.store = store }

    /// A page of a user's workouts, newest save first.
    ///
    /// - Returns: The workouts, and where the next page begins; nil after the last.
    func workouts(
        of user: UserID, before: Int64, limit: Int, deadline: Duration
    ) async throws -> (workouts: [Workout], next: Int64?) {
        try await store.withConnection(deadline: deadline) { connection in
            // One snapshot: a workout that is saved between two looks must not be missed by both.
            try connection.transaction(.repeatableRead) { connection in
                let stored = try connection.query(
                    store.statement(.workoutList), user.text, before, limit + 1, Self.pageBytesMax)
                // What lies below the first stored one that has no place here is the next page's.
                let end = stored.indices.first { $0 == limit || stored[$0].isNull(at: 2) }
                let floor = try end.map { try stored[$0].decode(Int64.self, at: 0) + 1 } ?? 0
                let unapplied = try connection.query(
                    store.statement(.workoutListUnapplied), user.text, before, floor, limit + 1)
                // An outdated one is shown by its newest save, here or on a page before.
                let current = try stored.prefix(end ?? stored.count).filter { row in
                    try !row.decode(Bool.self, at: 5)
                }
                let all =
                    try current.map { try Workout(stored: $0) }
                    + unapplied.map { try Workout(unapplied: $0) }
                let page = all.sorted { $0.order > $1.order }.prefix(limit)
                let next = all.count > limit ? page.last?.order : floor > 0 ? floor : nil
                return (Array(page), next)
            }
        }
    }

    /// One workout of a user; nil when there is none, or its removal is applied.
    func workout(_ id: WorkoutID, of user: UserID, deadline: Duration) async throws -> Workout? {
        try await store.withConnection(deadline: deadline) { connection in
            try connection.transaction(.repeatableRead) { connection in
                let id = id.description
                let stored = try connection.query(
                    store.statement(.workoutFind), user.text, id
                ).first.map { row in try Workout(stored: row) }
                let row = try connection.query(
                    store.statement(.workoutFindSave), user.text, id
                ).first
                guard let row, try !row.decode(Bool.self, at: Save.columns + 1) else {
                    return stored
                }
                let sent = try row.decode(JSONBytes?.self, at: Save.columns)
                return Workout(try Save(row), sent: sent, over: stored)
            }
        }
    }
}
