import Postgres

/// How long ago or ahead something is, short enough for a table: `now`, `12s`, `3m`, `5h`, `8d`.
enum AgeText {
    static func format(_ duration: Duration) -> String {
        let seconds = Int64(duration / .seconds(1))
        switch seconds {
        case ..<1: return "now"
        case ..<120: return "\(seconds)s"
        case ..<7200: return "\(seconds / 60)m"
        case ..<172_800: return "\(seconds / 3600)h"
        default: return "\(seconds / 86_400)d"
        }
    }

    /// `5m ago` or `in 5m`, seen from `now`.
    static func relative(_ time: Timestamp, to now: Timestamp) -> String {
        guard time.isFinite else { return "\(time)" }
        let microseconds = now.microseconds - time.microseconds
        let text = format(.microseconds(microseconds.magnitude))
        if text == "now" { return text }
        return microseconds > 0 ? "\(text) ago" : "in \(text)"
    }

    /// How long something took: `0.004s`, `1.250s`, `3m 10s`.
    static func elapsed(from start: Timestamp, to end: Timestamp) -> String {
        let milliseconds = max(0, end.microseconds - start.microseconds) / 1000
        guard milliseconds >= 120_000 else {
            let fraction = "\(1000 + milliseconds % 1000)".dropFirst()
            return "\(milliseconds / 1000).\(fraction)s"
        }
        return "\(milliseconds / 60_000)m \(milliseconds / 1000 % 60)s"
    }
}
