import Postgres
import SpotterHTTP

/// A save that a user asks for, ready to be enqueued.
struct NewSave: Sendable {
    let user: UserID
    let workoutID: WorkoutID
    let action: SaveAction
    let key: SaveKey
    let digest: SaveDigest

    /// The job's arguments, with the workout's bytes as they were sent.
    var args: JSONBytes {
        var json = JSONWriter()
        json.object { json in
            json.member("user_id", user.text)
            json.member("workout_id", workoutID.description)
            json.member("action", action.word.rawValue)
            if case .save(let workout) = action { json.member("workout", raw: workout) }
        }
        return JSONBytes(bytes: json.bytes)
    }
}
