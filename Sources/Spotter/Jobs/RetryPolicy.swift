/// How long a job waits after each failure.
public struct RetryPolicy: Sendable {
    /// No wait is longer, whatever a policy says; the database's interval and people's patience
    /// both end somewhere.
    static let waitMax = Duration.seconds(30 * 86_400)

    private let wait: @Sendable (_ failures: Int) -> Duration

    /// Makes a policy of one's own.
    ///
    /// - Parameter wait: The wait after so many failures, 1 and up. What it returns is used as it
    ///   is, between zero and 30 days: bring your own jitter.
    public init(_ wait: @escaping @Sendable (_ failures: Int) -> Duration) {
        self.wait = wait
    }

    /// 1 s, doubling to 5 minutes, with jitter.
    public static let standard = RetryPolicy.waits([], doublingFrom: .seconds(1))

    /// The given waits, then doubling from the last of them (or from `first`) to `maximum`.
    ///
    /// Each wait is lengthened by up to a quarter, by chance: jobs that failed together, because
    /// something they all need was away, do not come back together.
    public static func waits(
        _ waits: [Duration], doublingFrom first: Duration = .seconds(1),
        maximum: Duration = .seconds(300)
    ) -> RetryPolicy {
        RetryPolicy { failures in
            let base: Duration
            if waits.indices.contains(failures - 1) {
                base = waits[failures - 1]
            } else {
                // 2^20 seconds are twelve days: beyond it the maximum decides anyway.
                let doublings = min(max(failures - waits.count - (waits.isEmpty ? 1 : 0), 0), 20)
                base = min((waits.last ?? first) * (1 << doublings), maximum)
            }
            return base * Double.random(in: 1...1.25)
        }
    }

    /// The wait before the next attempt, zero to 30 days.
    func wait(afterFailures failures: Int) -> Duration {
        min(max(wait(max(failures, 1)), .zero), Self.waitMax)
    }
}
