package import Postgres
import SpotterHTTP

/// A save as its user sees it.
package struct Save: Sendable, Equatable {
    package var id: Int64
    package var workoutID: String
    package var action: SaveAction.Word
    package var status: SaveStatus
    /// Executions so far, the running one included.
    package var attempt: Int
    package var attemptsMax: Int
    package var acceptedAt: Timestamp
    /// When it will be tried again; nil unless it is retrying.
    package var nextAttemptAt: Timestamp?
    /// When it was applied.
    package var savedAt: Timestamp?
    /// Why it failed, or failed so far, in words that are safe for users.
    package var error: String?

    /// Writes the members of the save into an object that is open.
    func write(into json: inout JSONWriter) {
        json.member("id", String(id))
        json.member("workout_id", workoutID)
        json.member("action", action.rawValue)
        json.member("status", status.rawValue)
        json.member("attempt", attempt)
        json.member("attempts_max", attemptsMax)
        json.member("accepted_at", acceptedAt.description)
        json.member("next_attempt_at", nextAttemptAt?.description)
        json.member("saved_at", savedAt?.description)
        json.member("error", error)
    }
}
