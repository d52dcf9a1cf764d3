import Synchronization

/// A token bucket for each name, in memory.
///
/// The number of buckets is bounded. When there are too many, full ones go first: they say nothing
/// that a new one would not. When none is full, newcomers share one bucket, so that inventing names
/// does not get around the limit. Each process counts for itself.
package final class RateLimiter: Sendable {
    private struct Bucket {
        var tokens: Double
        var at: ContinuousClock.Instant
    }

    private struct State {
        var buckets: [String: Bucket] = [:]
        var newcomers: Bucket?
        var sweptAt: ContinuousClock.Instant?
    }

    private let rate: Double
    private let burst: Double
    private let namesMax: Int
    private let state = Mutex(State())

    /// - Parameters:
    ///   - rate: Requests a second that a name may keep up for ever; 0 lets everything through.
    ///   - burst: Requests at once after a rest, at least 1.
    ///   - namesMax: Names remembered at a time. Default 10,000, about 1 MiB.
    package init(rate: Int, burst: Int, namesMax: Int = 10_000) {
        self.rate = Double(max(0, rate))
        self.burst = Double(max(1, burst))
        self.namesMax = namesMax
    }

    /// Takes one token of `name`.
    ///
    /// - Returns: nil when there was one, otherwise the time until there will be.
    package func take(_ name: String, now: ContinuousClock.Instant = .now) -> Duration? {
        guard rate > 0 else { return nil }
        return state.withLock { state in
            if state.buckets[name] == nil, state.buckets.count >= namesMax { sweep(&state, now) }
            if state.buckets[name] == nil, state.buckets.count >= namesMax {
                return take(&state.newcomers, now)
            }
            return take(&state.buckets[name], now)
        }
    }

    private func take(_ bucket: inout Bucket?, _ now: ContinuousClock.Instant) -> Duration? {
        var tokens = bucket.map { level(of: $0, now) } ?? burst
        defer { bucket = Bucket(tokens: tokens, at: now) }
        guard tokens < 1 else {
            tokens -= 1
            return nil
        }
        return .seconds((1 - tokens) / rate)
    }

    private func level(of bucket: Bucket, _ now: ContinuousClock.Instant) -> Double {
        let elapsed = max(.zero, now - bucket.at).components
        let seconds = Double(elapsed.seconds) + Double(elapsed.attoseconds) / 1e18
        return min(burst, bucket.tokens + seconds * rate)
    }

    /// Forgets full buckets, at most once a second: it looks at all of them.
    private func sweep(_ state: inout State, _ now: ContinuousClock.Instant) {
        if let sweptAt = state.sweptAt, now - sweptAt < .seconds(1) { return }
        state.sweptAt = now
        state.buckets = state.buckets.filter { level(of: $0.value, now) < burst }
    }
}
