import Postgres

/// Keeps numbers in the order in which they came, from any thread.
final class Recorder: Sendable {
    private let kept = Lock<[Int]>([])

    var numbers: [Int] { kept.withLock { $0 } }

    func add(_ number: Int) {
        kept.withLock { $0.append(number) }
    }
}
