/// Reads settings out of an environment, checking each against what is allowed.
///
/// An empty value counts as not set, because that is what most hosts make of a cleared field.
package struct SettingsReader: Sendable {
    private let environment: [String: String]

    package init(_ environment: [String: String]) { self.environment = environment }

    package func text(_ key: String) -> String? {
        guard let value = environment[key], !value.isEmpty else { return nil }
        return value
    }

    /// A whole number within `range`.
    package func integer(
        _ key: String, default fallback: Int, in range: ClosedRange<Int>
    ) throws(SettingsError) -> Int {
        guard let value = text(key) else { return fallback }
        guard let number = Int(value), range.contains(number) else {
            throw SettingsError(
                key: key, value: value,
                allowed: "a whole number from \(range.lowerBound) to \(range.upperBound)")
        }
        return number
    }

    /// A duration such as `250ms`, `30s`, `5m`, `2h` or `7d`, within `range`.
    package func duration(
        _ key: String, default fallback: Duration, in range: ClosedRange<Duration>
    ) throws(SettingsError) -> Duration {
        guard let value = text(key) else { return fallback }
        guard let duration = Self.duration(value), range.contains(duration) else {
            throw SettingsError(
                key: key, value: value,
                allowed: "a duration such as 250ms, 30s, 5m or 7d, from \(range.lowerBound) "
                    + "to \(range.upperBound)")
        }
        return duration
    }

    /// The parts between commas, without the spaces around them and without empty ones.
    package func list(_ key: String) -> [String] {
        (text(key) ?? "").split(separator: ",").compactMap { part in
            let words = part.split(separator: " ", omittingEmptySubsequences: true)
            return words.isEmpty ? nil : words.joined(separator: " ")
        }
    }

    /// The duration that `text` writes; nil when it is none.
    ///
    /// Digits and one unit, nothing else.
    package static func duration(_ text: String) -> Duration? {
        let digits = text.prefix { $0.isASCII && $0.isNumber }
        guard digits.count <= 9, let number = Int(digits) else { return nil }
        switch text.dropFirst(digits.count) {
        case "ms": return .milliseconds(number)
        case "s": return .seconds(number)
        case "m": return .seconds(number * 60)
        case "h": return .seconds(number * 3600)
        case "d": return .seconds(number * 86_400)
        default: return nil
        }
    }
}
