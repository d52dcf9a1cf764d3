import Postgres
import Spotter

/// A save that was found by its key.
struct KeptSave: Sendable {
    let save: Save
    /// The request that it came with; nil when the key was not written by this app.
    let digest: SaveDigest?

    init(save: Save, digest: SaveDigest?) {
        self.save = save
        self.digest = digest
    }

    /// A save of which only the key is left: its job has been deleted by retention.
    ///
    /// The number of attempts and the time of its end went with it.
    init(jobID: Int64, digest: SaveDigest?, acceptedAt: Timestamp, finalState: String?) {
        let status = SaveStatus(jobState: finalState ?? "completed")
        self.init(
            save: Save(
                id: jobID, workoutID: digest?.workoutID?.description ?? "", action: .save,
                status: status, attempt: 0, attemptsMax: SaveWorkout.defaults.maxAttempts,
                acceptedAt: acceptedAt,
                error: status == .failed ? "The save was given up; nothing more is kept of it" : nil
            ),
            digest: digest)
    }
}
