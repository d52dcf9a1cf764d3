/// Durations as people write them: `250ms`, `30s`, `5m`, `1h`, `7d`.
enum DurationText {
    /// Longer than any setting allows, and far from where sums of durations could overflow.
    static let daysMax = 36_500

    /// The duration that `text` says: digits and one unit, nothing else.
    ///
    /// - Returns: nil for everything else: a sign, a fraction, no unit, two units, or more than
    ///   100 years.
    static func parse(_ text: String) -> Duration? {
        let digits = text.utf8.prefix { (UInt8(ascii: "0")...UInt8(ascii: "9")).contains($0) }
        // Int refuses what does not fit.
        guard let number = Int(String(digits) ?? "") else { return nil }
        let unit: Duration
        switch String(text.utf8.dropFirst(digits.count)) {
        case "ms": unit = .milliseconds(1)
        case "s": unit = .seconds(1)
        case "m": unit = .seconds(60)
        case "h": unit = .seconds(3600)
        case "d": unit = .seconds(86_400)
        default: return nil
        }
        // Looked at before the product is made: that one traps on overflow.
        let most = Duration.seconds(86_400 * daysMax)
        guard Double(number) <= most / unit else { return nil }
        return unit * number
    }

    /// `duration` in the largest unit that gives a whole number.
    static func format(_ duration: Duration) -> String {
        let (seconds, attoseconds) = duration.components
        guard attoseconds == 0 else {
            return "\(seconds * 1000 + attoseconds / 1_000_000_000_000_000)ms"
        }
        let units: [(Int64, String)] = [(86_400, "d"), (3600, "h"), (60, "m")]
        for (size, name) in units where seconds >= size && seconds % size == 0 {
            return "\(seconds / size)\(name)"
        }
        return "\(seconds)s"
    }
}
