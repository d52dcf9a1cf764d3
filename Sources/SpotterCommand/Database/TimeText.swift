import Postgres

/// Moments as people write them.
enum TimeText {
    /// A moment, or a time before or after now.
    enum Moment: Sendable, Equatable {
        case at(Timestamp)
        /// So long away from now.
        case away(Duration)
    }

    static let allowed =
        "a time such as 2026-01-31T12:00:00Z or 2026-01-31 12:00 (UTC), or a duration such as 30m"

    /// `2026-01-31`, `2026-01-31 12:00`, `2026-01-31T12:00:00.5+02:00`, or a duration such as `2h`.
    ///
    /// Without a zone it is UTC.
    static func parse(_ text: String) -> Moment? {
        if let duration = DurationText.parse(text) { return .away(duration) }
        return timestamp(text).map(Moment.at)
    }

    private static func timestamp(_ text: String) -> Timestamp? {
        let shape =
            /(\d{4})-(\d\d)-(\d\d)(?:[T ](\d\d):(\d\d)(?::(\d\d)(?:\.(\d{1,6}))?)?(Z|z|[+-]\d\d:?\d\d)?)?/
        guard let parts = text.wholeMatch(of: shape)?.output,
            let year = Int64(parts.1), let month = Int64(parts.2), let day = Int64(parts.3),
            (1...12).contains(month), (1...daysMax(month, of: year)).contains(day)
        else { return nil }
        let hour = Int64(parts.4 ?? "0") ?? 0
        let minute = Int64(parts.5 ?? "0") ?? 0
        let second = Int64(parts.6 ?? "0") ?? 0
        guard hour < 24, minute < 60, second < 60, let zone = zoneSeconds(parts.8) else {
            return nil
        }
        let digits = String(parts.7 ?? "")
        let fraction = Int64(digits + String(repeating: "0", count: 6 - digits.count)) ?? 0
        let days = days(since2000: year, month, day)
        let seconds = ((days * 24 + hour) * 60 + minute) * 60 + second - zone
        return Timestamp(microseconds: seconds * 1_000_000 + fraction)
    }

    private static func zoneSeconds(_ zone: Substring?) -> Int64? {
        guard let zone, zone.first == "+" || zone.first == "-" else { return 0 }
        let digits = zone.dropFirst().filter { $0 != ":" }
        guard let hours = Int64(digits.prefix(2)), let minutes = Int64(digits.suffix(2)),
            hours <= 15, minutes < 60
        else { return nil }
        return (hours * 3600 + minutes * 60) * (zone.first == "-" ? -1 : 1)
    }

    private static func daysMax(_ month: Int64, of year: Int64) -> Int64 {
        switch month {
        case 2: year % 4 == 0 && (year % 100 != 0 || year % 400 == 0) ? 29 : 28
        case 4, 6, 9, 11: 30
        default: 31
        }
    }

    /// Days from 2000-01-01, by the Gregorian calendar: years begin in March, so that the leap day
    /// is their last.
    private static func days(since2000 year: Int64, _ month: Int64, _ day: Int64) -> Int64 {
        let shifted = month <= 2 ? year - 1 : year
        let inYear = (153 * (month + (month > 2 ? -3 : 9)) + 2) / 5 + day - 1
        let all = shifted * 365 + shifted / 4 - shifted / 100 + shifted / 400 + inYear
        // The same sum for 2000-01-01.
        return all - 730_425
    }
}
