extension Timestamp: CustomStringConvertible {
    /// ISO 8601 in UTC with microseconds, `2026-01-31T12:00:00.000001Z`; the infinities are
    /// `infinity` and `-infinity`, as PostgreSQL writes them.
    public var description: String {
        if self == .infinity { return "infinity" }
        if self == .negativeInfinity { return "-infinity" }
        let day = Self.floorDivide(microseconds, 86_400_000_000)
        let inDay = microseconds - day * 86_400_000_000
        let (year, month, dayOfMonth) = Self.civil(daysSince1970: day + 10_957)
        let seconds = inDay / 1_000_000
        let date = "\(Self.pad(year, 4))-\(Self.pad(month, 2))-\(Self.pad(dayOfMonth, 2))"
        let hours = Self.pad(seconds / 3600, 2)
        let minutes = Self.pad(seconds / 60 % 60, 2)
        let fraction = Self.pad(inDay % 1_000_000, 6)
        return "\(date)T\(hours):\(minutes):\(Self.pad(seconds % 60, 2)).\(fraction)Z"
    }

    private static func pad(_ number: Int64, _ width: Int) -> String {
        let digits = String(number.magnitude)
        let zeros = String(repeating: "0", count: max(0, width - digits.count))
        return (number < 0 ? "-" : "") + zeros + digits
    }

    private static func floorDivide(_ number: Int64, _ divisor: Int64) -> Int64 {
        let quotient = number / divisor
        return number % divisor < 0 ? quotient - 1 : quotient
    }

    /// Year, month and day of a day counted from 1970-01-01 in the Gregorian calendar.
    ///
    /// Eras of 400 years begin on 1 March, so that the leap day is the last of its year and the
    /// days before a month follow from one linear formula.
    private static func civil(daysSince1970: Int64) -> (Int64, Int64, Int64) {
        let days = daysSince1970 + 719_468
        let era = floorDivide(days, 146_097)
        let dayOfEra = days - era * 146_097
        let leaps = dayOfEra / 1460 - dayOfEra / 36_524 + dayOfEra / 146_096
        let yearOfEra = (dayOfEra - leaps) / 365
        let dayOfYear = dayOfEra - (365 * yearOfEra + yearOfEra / 4 - yearOfEra / 100)
        let shifted = (5 * dayOfYear + 2) / 153
        let day = dayOfYear - (153 * shifted + 2) / 5 + 1
        let month = shifted < 10 ? shifted + 3 : shifted - 9
        let year = yearOfEra + era * 400 + (month <= 2 ? 1 : 0)
        return (year, month, day)
    }
}
