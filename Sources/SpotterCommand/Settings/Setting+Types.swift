import Spotter

extension Setting where Value == String {
    /// A text of 1 to 4096 bytes without control characters.
    static func text(
        _ area: SettingDescription.Area, _ name: String, default fallback: String? = nil,
        isSecret: Bool = false, allowed: String = "a text of 1 to 4096 bytes", _ meaning: String,
        where isAllowed: @escaping @Sendable (String) -> Bool = { _ in true }
    ) -> Self {
        let description = SettingDescription(
            area, name, allowed: allowed, default: fallback, isSecret: isSecret, meaning)
        return Setting(description) { text in
            let isPlain = text.unicodeScalars.allSatisfy { $0.value >= 0x20 && $0.value != 0x7F }
            return isPlain && text.utf8.count <= 4096 && isAllowed(text) ? text : nil
        }
    }
}

extension Setting where Value == Int {
    static func integer(
        _ area: SettingDescription.Area, _ name: String, _ range: ClosedRange<Int>,
        unit: String, default fallback: Int? = nil, _ meaning: String
    ) -> Self {
        let description = SettingDescription(
            area, name,
            allowed: "a whole number from \(range.lowerBound) to \(range.upperBound) (\(unit))",
            default: fallback.map { "\($0)" }, meaning)
        return Setting(description) { text in
            Int(text).flatMap { range.contains($0) ? $0 : nil }
        }
    }
}

extension Setting where Value == Duration {
    static func duration(
        _ area: SettingDescription.Area, _ name: String, _ range: ClosedRange<Duration>,
        default fallback: Duration? = nil, _ meaning: String
    ) -> Self {
        let bounds = [range.lowerBound, range.upperBound].map(DurationText.format)
        let description = SettingDescription(
            area, name,
            allowed: "a duration from \(bounds[0]) to \(bounds[1]) (250ms, 30s, 5m, 1h, 7d)",
            default: fallback.map(DurationText.format), meaning)
        return Setting(description) { text in
            DurationText.parse(text).flatMap { range.contains($0) ? $0 : nil }
        }
    }
}

extension Setting where Value == Bool {
    static func flag(
        _ area: SettingDescription.Area, _ name: String, default fallback: Bool, _ meaning: String
    ) -> Self {
        let description = SettingDescription(
            area, name, allowed: "true or false (or 1, 0, yes, no, on, off)",
            default: fallback ? "true" : "false", meaning)
        return Setting(description) { text in
            switch text.lowercased() {
            case "true", "1", "yes", "on": true
            case "false", "0", "no", "off": false
            default: nil
            }
        }
    }
}

extension Setting where Value == [String] {
    /// Texts between commas; blanks around them do not count.
    static func list(
        _ area: SettingDescription.Area, _ name: String, allowed: String, isSecret: Bool = false,
        _ meaning: String, where isAllowed: @escaping @Sendable (String) -> Bool
    ) -> Self {
        let description = SettingDescription(
            area, name, allowed: allowed, default: nil, isSecret: isSecret, meaning)
        return Setting(description) { text in
            let parts = text.split(separator: ",", omittingEmptySubsequences: false).map {
                String($0.drop { $0 == " " }.reversed().drop { $0 == " " }.reversed())
            }
            return parts.allSatisfy { !$0.isEmpty && isAllowed($0) } ? parts : nil
        }
    }
}

extension Setting where Value: CaseIterable & RawRepresentable<String> {
    /// One of a few words.
    static func choice(
        _ area: SettingDescription.Area, _ name: String, default fallback: String?,
        _ meaning: String
    ) -> Self {
        let words = Value.allCases.map(\.rawValue)
        let description = SettingDescription(
            area, name, allowed: "one of \(words.joined(separator: ", "))", default: fallback,
            meaning)
        return Setting(description) { Value(rawValue: $0.lowercased()) }
    }
}
