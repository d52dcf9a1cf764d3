/// When to compare the leases in the database with those that the worker knows.
///
/// A claim can commit and its answer be lost; even later than its failure was seen, when the server
/// had not noticed yet that nobody waits for the answer. So a failed claim is followed by a while
/// of frequent checks, and there is a check now and then in any case.
struct LeaseCheck {
    /// As long as a claim can go on at the server: the connection's `statement_timeout`.
    private static let alertTime = Duration.seconds(60)
    private static let alertInterval = Duration.seconds(2)
    private static let interval = Duration.seconds(30)

    private var next = ContinuousClock.now + interval
    private var alertEnd = ContinuousClock.now

    var isDue: Bool { next <= .now }

    mutating func passed() {
        next = .now + (alertEnd > .now ? Self.alertInterval : Self.interval)
    }

    mutating func claimFailed() {
        next = .now
        alertEnd = .now + Self.alertTime
    }
}
