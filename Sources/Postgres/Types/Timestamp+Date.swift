#if canImport(FoundationEssentials)
    public import FoundationEssentials
#else
    public import Foundation
#endif

extension Timestamp {
    /// The moment of `date`, to the nearest microsecond; what lies beyond the range, or is no
    /// number, becomes an infinity.
    public init(_ date: Date) {
        let seconds = date.timeIntervalSince1970 - Double(Self.epochOffsetSeconds)
        let microseconds = (seconds * 1_000_000).rounded()
        if let exact = Int64(exactly: microseconds) {
            self.init(microseconds: exact)
        } else {
            self = microseconds < 0 ? .negativeInfinity : .infinity
        }
    }

    /// The moment as a `Date`; the infinities become its distant future and past.
    public var date: Date {
        if self == .infinity { return .distantFuture }
        if self == .negativeInfinity { return .distantPast }
        let whole = microseconds / 1_000_000
        let fraction = Double(microseconds % 1_000_000) / 1_000_000
        return Date(timeIntervalSince1970: Double(whole + Self.epochOffsetSeconds) + fraction)
    }

    /// Now, by this machine's clock.
    ///
    /// Prefer the database's `now()`.
    public static var now: Timestamp {
        Timestamp(Date.now)
    }
}
