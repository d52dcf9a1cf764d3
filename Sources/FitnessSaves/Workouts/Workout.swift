import Postgres
import SpotterHTTP

/// A workout as its user sees it: what is stored of it, and its newest save where that is not
/// applied.
struct Workout: Sendable {
    /// The save that decides its place in the list: the one not applied, or the one that wrote it.
    let order: Int64
    let id: String
    /// JSON, as sent; nil when only its removal is known.
    let workout: JSONBytes?
    /// When it was stored first and last; nil when nothing is stored yet.
    let createdAt: Timestamp?
    let savedAt: Timestamp?
    /// The newest save; nil when it is applied.
    let unapplied: Save?

    /// Reads a row of `workout_list` or `workout_find`.
    init(stored row: Row) throws(PostgresError) {
        order = try row.decode(Int64.self, at: 0)
        id = try row.decode(String.self, at: 1)
        workout = try row.decode(JSONBytes.self, at: 2)
        createdAt = try row.decode(Timestamp.self, at: 3)
        savedAt = try row.decode(Timestamp.self, at: 4)
        unapplied = nil
    }

    /// Reads a row of `workout_list_unapplied`.
    init(unapplied row: Row) throws(PostgresError) {
        let save = try Save(row)
        order = save.id
        id = save.workoutID
        workout = try row.decode(JSONBytes?.self, at: Save.columns)
        createdAt = try row.decode(Timestamp?.self, at: Save.columns + 1)
        savedAt = try row.decode(Timestamp?.self, at: Save.columns + 2)
        unapplied = save
    }

    init(_ unapplied: Save, sent workout: JSONBytes?, over stored: Workout?) {
        order = unapplied.id
        id = unapplied.workoutID
        self.workout = workout ?? stored?.workout
        createdAt = stored?.createdAt
        savedAt = stored?.savedAt
        self.unapplied = unapplied
    }

    func write(into json: inout JSONWriter) {
        json.object { json in
            json.member("id", id)
            json.member("status", (unapplied?.status ?? .saved).rawValue)
            json.member("created_at", createdAt?.description)
            json.member("saved_at", savedAt?.description)
            json.key("save")
            if let unapplied {
                json.object { unapplied.write(into: &$0) }
            } else {
                json.value(nil as String?)
            }
            json.key("workout")
            if let workout {
                json.raw(workout.bytes)
            } else {
                json.value(nil as String?)
            }
        }
    }
}
