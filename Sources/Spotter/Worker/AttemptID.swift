/// One execution of one job.
///
/// A job that an admin has taken from this worker can come back to it while the old attempt still
/// winds down; the two must not be mixed up.
struct AttemptID: Hashable, Sendable {
    let job: Int64
    let attempt: Int

    init(job: Int64, attempt: Int) {
        self.job = job
        self.attempt = attempt
    }

    /// Reads `job:attempt`, the payload of a notification; nil when it is something else.
    init?(_ text: String) {
        let parts = text.split(separator: ":", omittingEmptySubsequences: false)
        guard parts.count == 2, let job = Int64(parts[0]), let attempt = Int(parts[1]) else {
            return nil
        }
        self.init(job: job, attempt: attempt)
    }
}
