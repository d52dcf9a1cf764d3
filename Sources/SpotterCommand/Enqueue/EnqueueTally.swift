import Spotter

/// What a stream of jobs has come to so far.
struct EnqueueTally: Sendable {
    private(set) var created = 0
    private(set) var existing = 0

    var total: Int { created + existing }

    mutating func add(_ jobs: [Enqueued]) {
        for job in jobs {
            switch job.outcome {
            case .created: created += 1
            case .existing: existing += 1
            }
        }
    }

    /// What to say about a line that was refused.
    func failure(at refusal: JobLine.Refusal) -> CommandFailure {
        let rest =
            total == 0
            ? "nothing has been added"
            : "\(total) jobs before it have been added, nothing from its transaction on"
        return CommandFailure(.notDone, "line \(refusal.number): \(refusal.reason); \(rest)")
    }
}
