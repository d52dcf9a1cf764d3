/// How many terminal columns a text takes.
enum TextWidth {
    /// An estimate good enough for tables: two columns for East Asian wide characters and emoji,
    /// none for combining marks, one for everything else.
    static func of(_ text: String) -> Int {
        text.reduce(0) { $0 + columns(of: $1) }
    }

    /// The longest beginning of `text` that fits `width` columns, with `…` where something was cut.
    static func cut(_ text: String, to width: Int) -> String {
        guard of(text) > width else { return text }
        guard width > 1 else { return width == 1 ? "…" : "" }
        var short = ""
        var used = 0
        for character in text {
            let columns = columns(of: character)
            guard used + columns <= width - 1 else { break }
            short.append(character)
            used += columns
        }
        return short + "…"
    }

    private static func columns(of character: Character) -> Int {
        guard let scalar = character.unicodeScalars.first else { return 0 }
        switch scalar.value {
        case 0..<0x300: return 1
        case 0x300..<0x370, 0x200B...0x200F, 0xFE00...0xFE0F: return 0
        case 0x1100...0x115F, 0x2E80...0xA4CF, 0xAC00...0xD7A3, 0xF900...0xFAFF,
            0xFE30...0xFE6F, 0xFF00...0xFF60, 0xFFE0...0xFFE6, 0x1F300...0x1FAFF,
            0x20000...0x3FFFD:
            return 2
        default: return 1
        }
    }
}
