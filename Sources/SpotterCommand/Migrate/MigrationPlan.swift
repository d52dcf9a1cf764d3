import Spotter

/// What a migration would do, without doing it.
struct MigrationPlan: Sendable {
    /// In the order in which they would be done.
    let steps: [MigrationStatus]

    /// - Parameters:
    ///   - to: Up to this step of the queue's own set only; nil: all of every set.
    ///   - downTo: Back to this step of the queue's own set; 0: all of every set. nil: up.
    init(_ status: [MigrationStatus], to: Int?, downTo: Int?) {
        if let downTo {
            steps = status.reversed().filter { step in
                let isWanted = downTo == 0 || step.set == MigrationSet.spotter.name
                return isWanted && step.state != .pending && step.number > downTo
            }
        } else {
            steps = status.filter { step in
                let isWanted =
                    to.map { step.set == MigrationSet.spotter.name && step.number <= $0 } ?? true
                return step.state == .pending && isWanted
            }
        }
    }
}

extension MigrationStatus {
    /// `0001 tables`, as a migration's own title.
    var title: String {
        let digits = "\(number)"
        let zeros = String(repeating: "0", count: max(0, 4 - digits.count))
        return "\(zeros)\(digits) \(name)"
    }
}
