import Postgres
import Testing

@Suite("waiting")
struct TimingTests {
    @Test("backoff grows by its factor up to the maximum and stays below its ceiling")
    func backoff() {
        let backoff = Backoff(initial: .milliseconds(100), maximum: .seconds(1), multiplier: 2)
        let ceilings = (0...6).map { backoff.ceiling(attempt: $0) }
        #expect(
            ceilings == [100, 100, 200, 400, 800, 1000, 1000].map { Duration.milliseconds($0) })
        #expect(backoff.ceiling(attempt: .max) == .seconds(1))
        for attempt in 1...50 {
            let delay = backoff.delay(attempt: attempt)
            #expect(delay >= .zero)
            #expect(delay <= backoff.ceiling(attempt: attempt))
        }
    }

    @Test("the wait is spread over its whole range")
    func jitter() {
        let backoff = Backoff(initial: .seconds(1), maximum: .seconds(1))
        let delays = (0..<1000).map { _ in backoff.delay(attempt: 1) }
        #expect(delays.contains { $0 < .milliseconds(100) })
        #expect(delays.contains { $0 > .milliseconds(900) })
    }

    @Test("a deadline counts down to zero and no further")
    func deadline() {
        let later = Deadline.after(.seconds(60))
        #expect(!later.isPast)
        #expect(later.remaining > .seconds(50))
        let past = Deadline.after(.seconds(-1))
        #expect(past.isPast)
        #expect(past.remaining == .zero)
        #expect(past < later)
    }
}
