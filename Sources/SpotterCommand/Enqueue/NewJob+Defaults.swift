import FitnessSaves
import Postgres
import Spotter

extension NewJob {
    /// A job without arguments, with the defaults of its kind where this program knows it: a save
    /// belongs in the queue of saves, whoever enqueues it.
    init(kindWithDefaults kind: String) {
        self.init(kind: kind, args: JSONBytes("{}"))
        guard kind == SaveWorkout.kind else { return }
        queue = SaveWorkout.defaults.queue
        priority = SaveWorkout.defaults.priority
        maxAttempts = SaveWorkout.defaults.maxAttempts
    }
}
