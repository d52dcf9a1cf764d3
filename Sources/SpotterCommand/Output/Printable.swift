/// Text of strangers (error messages, arguments, names) made safe for a terminal and for one line.
enum Printable {
    /// `text` on one line: control characters, which could move the cursor or forge a log line, are
    /// shown as escapes.
    static func line(_ text: String) -> String {
        escape(text, keepsNewlines: false)
    }

    /// `text` on as many lines as it has; other control characters as escapes.
    static func block(_ text: String) -> String {
        escape(text, keepsNewlines: true)
    }

    private static func escape(_ text: String, keepsNewlines: Bool) -> String {
        guard text.unicodeScalars.contains(where: isControl) else { return text }
        var safe = ""
        for scalar in text.unicodeScalars {
            switch scalar {
            case "\n" where keepsNewlines: safe.unicodeScalars.append(scalar)
            case "\n": safe += "\\n"
            case "\r": safe += "\\r"
            case "\t": safe += keepsNewlines ? "    " : "\\t"
            case _ where isControl(scalar):
                safe += "\\u{\(String(scalar.value, radix: 16))}"
            default: safe.unicodeScalars.append(scalar)
            }
        }
        return safe
    }

    /// C0, DEL and C1, and the marks that turn the writing direction or break lines.
    private static func isControl(_ scalar: Unicode.Scalar) -> Bool {
        switch scalar.value {
        case 0..<0x20, 0x7F..<0xA0, 0x2028...0x202E, 0x2066...0x2069: true
        default: false
        }
    }
}
