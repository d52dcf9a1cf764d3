import Logging
import Postgres
public import Spotter

/// The job kind `save_workout`: writes one workout, or removes it.
///
/// Its arguments are `{"user_id", "workout_id", "action": "save" | "delete", "workout"}`, and stay
/// bytes from the request to the table. The statement and the job's completion commit together, so
/// a save is applied exactly once; an older save that comes after a newer one writes nothing.
public enum SaveWorkout {
    /// The kind's name, in tables and on the command line.
    public static let kind = "save_workout"

    /// How saves are queued and retried.
    ///
    /// 20 attempts with waits of 1 s, 2 s, 3 s, then doubling to 5 minutes: more than an hour for a
    /// release to be put right. 30 s for an attempt: one statement on one row.
    public static let defaults = JobDefaults(
        queue: "saves", maxAttempts: 20, timeout: .seconds(30),
        retry: .waits([.seconds(1), .seconds(2), .seconds(3)], maximum: .seconds(300)))

    /// Adds the handler to a worker's.
    ///
    /// - Throws: `SpotterError` `invalidHandler` if the kind has one already.
    public static func register(in handlers: inout Handlers) throws(SpotterError) {
        try handlers.register(kind: kind, defaults: defaults) { args, context, connection in
            let written = try connection.execute(.workoutSave, args, context.id)
            context.logger.info(
                "[Fitness DB] \(written == 1 ? "workout written" : "a newer save was here before")",
                metadata: ["save.id": "\(context.id)", "save.attempt": "\(context.attempt)"])
        }
    }
}
