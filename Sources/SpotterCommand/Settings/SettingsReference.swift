/// The reference of all settings as text.
enum SettingsReference {
    static func text(
        _ descriptions: [SettingDescription], environment: [String: String], on terminal: Terminal
    ) -> String {
        let width = min(terminal.width ?? 100, 100)
        var text = ""
        for area in SettingDescription.Area.allCases {
            text += terminal.colored(area.rawValue, .bold) + "\n\n"
            for description in descriptions where description.area == area {
                let isSet = environment[description.name]?.isEmpty == false
                text += "  " + terminal.colored(description.name, .cyan)
                text += isSet ? terminal.colored("  (set)", .green) : ""
                text += description.isSecret ? terminal.colored("  secret", .gray) : ""
                text += "\n"
                text += wrap("Allowed: \(description.allowed).", width: width)
                text += wrap("Default: \(description.fallback ?? "none").", width: width)
                text += wrap(description.meaning, width: width) + "\n"
            }
        }
        return text
    }

    /// `text` in lines of at most `width` columns, indented.
    private static func wrap(_ text: String, width: Int) -> String {
        var lines: [String] = []
        var line = "     "
        for word in text.split(separator: " ") {
            if line.count + 1 + word.count > width, line.count > 5 {
                lines.append(line)
                line = "     "
            }
            line += " " + word
        }
        return (lines + [line]).joined(separator: "\n") + "\n"
    }
}
