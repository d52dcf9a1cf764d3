/// How long to wait before trying again: growing by a factor up to a maximum, with full jitter.
///
/// Full jitter (anything between zero and the grown value) spreads clients that lost the same
/// server at the same moment over the whole interval.
public struct Backoff: Sendable {
    /// The largest wait after the first failure.
    public let initial: Duration
    /// The largest wait ever.
    public let maximum: Duration
    /// The factor from one failure to the next, at least 1.
    public let multiplier: Double

    /// Waits of up to `initial`, then up to `multiplier` times as long after each further failure,
    /// never longer than `maximum`.
    public init(initial: Duration, maximum: Duration, multiplier: Double = 2) {
        precondition(initial > .zero, "the first wait must be positive")
        precondition(maximum >= initial, "the longest wait must not be shorter than the first")
        precondition(multiplier >= 1, "waits must not shrink")
        self.initial = initial
        self.maximum = maximum
        self.multiplier = multiplier
    }

    /// The upper bound of the wait before `attempt`; 1 is the first retry.
    public func ceiling(attempt: Int) -> Duration {
        var ceiling = initial
        var left = max(1, attempt) - 1
        while left > 0, ceiling < maximum, multiplier > 1 {
            ceiling = min(maximum, ceiling * multiplier)
            left -= 1
        }
        return ceiling
    }

    /// A random wait before `attempt`; 1 is the first retry.
    public func delay(attempt: Int, using generator: inout some RandomNumberGenerator) -> Duration {
        ceiling(attempt: attempt) * Double.random(in: 0...1, using: &generator)
    }

    /// A random wait before `attempt` from the system's generator; 1 is the first retry.
    public func delay(attempt: Int) -> Duration {
        var generator = SystemRandomNumberGenerator()
        return delay(attempt: attempt, using: &generator)
    }
}
