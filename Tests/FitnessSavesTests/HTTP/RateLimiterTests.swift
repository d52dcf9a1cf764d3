import SpotterHTTP
import Testing

@Suite("Rate limit")
struct RateLimiterTests {
    let start = ContinuousClock.now

    @Test("a burst passes, then one request a token")
    func bucket() {
        let limiter = RateLimiter(rate: 10, burst: 3)
        for _ in 0..<3 { #expect(limiter.take("a", now: start) == nil) }
        #expect(limiter.take("a", now: start) == .milliseconds(100))
        #expect(limiter.take("b", now: start) == nil, "another user is not affected")
        #expect(limiter.take("a", now: start + .milliseconds(100)) == nil)
        #expect(limiter.take("a", now: start + .milliseconds(150)) != nil)
        for _ in 0..<3 { #expect(limiter.take("a", now: start + .seconds(60)) == nil) }
        #expect(
            limiter.take("a", now: start + .seconds(60)) != nil, "a rest earns one burst, not more")
    }

    @Test("a clock that stands still or goes back gives nothing away")
    func clock() {
        let limiter = RateLimiter(rate: 1, burst: 1)
        #expect(limiter.take("a", now: start) == nil)
        #expect(limiter.take("a", now: start - .seconds(100)) != nil)
        #expect(limiter.take("a", now: start - .seconds(99)) == nil)
    }

    @Test("inventing names does not get around the limit")
    func names() {
        let limiter = RateLimiter(rate: 1, burst: 2, namesMax: 10)
        for name in 0..<10 { #expect(limiter.take("\(name)", now: start) == nil) }
        let passed = (10..<1000).filter { limiter.take("\($0)", now: start) == nil }
        #expect(passed.count == 2, "newcomers share one bucket")
        #expect(limiter.take("3", now: start) == nil, "who was there first is not affected")
        #expect(limiter.take("new", now: start + .seconds(10)) == nil, "full buckets make room")
    }

    @Test("rate 0 is no limit")
    func off() {
        let limiter = RateLimiter(rate: 0, burst: 1)
        for _ in 0..<1000 { #expect(limiter.take("a", now: start) == nil) }
    }
}
