/// A point in time after which nobody waits any longer, on a clock that is never set back.
public struct Deadline: Sendable, Comparable {
    /// The instant on the continuous clock, which also counts while the machine sleeps.
    public let instant: ContinuousClock.Instant

    /// A deadline at `instant`.
    public init(_ instant: ContinuousClock.Instant) {
        self.instant = instant
    }

    /// The deadline `duration` from now.
    ///
    /// A duration of zero or less gives one that is past already.
    public static func after(_ duration: Duration) -> Deadline {
        Deadline(ContinuousClock.now.advanced(by: duration))
    }

    /// What is left, never negative.
    public var remaining: Duration {
        max(.zero, ContinuousClock.now.duration(to: instant))
    }

    /// Whether nothing is left.
    public var isPast: Bool {
        ContinuousClock.now >= instant
    }

    /// Orders deadlines by time.
    public static func < (left: Deadline, right: Deadline) -> Bool {
        left.instant < right.instant
    }

    /// What is left in the unit of `poll`: whole milliseconds, rounded up so that a wait does not
    /// end just before the deadline and spin.
    var pollMilliseconds: Int32 {
        let (seconds, attoseconds) = remaining.components
        guard seconds < Int64(Int32.max) / 1000 else { return Int32.max }
        let milliseconds = attoseconds / 1_000_000_000_000_000
        let partial: Int64 = attoseconds % 1_000_000_000_000_000 > 0 ? 1 : 0
        return Int32(seconds * 1000 + milliseconds + partial)
    }
}
