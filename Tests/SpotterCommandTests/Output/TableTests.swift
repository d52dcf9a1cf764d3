import Testing

@testable import SpotterCommand

@Suite("Tables")
struct TableTests {
    private static let columns: [Table.Column] = [
        .init(title: "ID", isNumber: true), .init(title: "NAME", shrinks: true),
        .init(title: "STATE"),
    ]

    @Test("are aligned, numbers to the right")
    func aligned() {
        var table = Table(Self.columns)
        table.add(["7", "anna", "ok"])
        table.add(["123", "b", ""])
        #expect(
            table.text(on: Terminal(width: nil, hasColors: false))
                == " ID  NAME  STATE\n  7  anna  ok\n123  b\n")
    }

    @Test("fit the terminal by cutting what may be cut")
    func narrow() {
        var table = Table(Self.columns)
        table.add([.init("1"), .init(String(repeating: "x", count: 200)), .init("failed")])
        let lines = table.text(on: Terminal(width: 40, hasColors: false)).split(separator: "\n")
        #expect(lines.allSatisfy { $0.count <= 40 })
        #expect(lines.last?.contains("…") == true)
        #expect(lines.last?.hasSuffix("failed") == true)
    }

    @Test("have colours at a terminal only")
    func colors() {
        var table = Table(Self.columns)
        table.add([.init("1"), .init("a"), .init("failed", .red)])
        #expect(!table.text(on: Terminal(width: nil, hasColors: false)).contains("\u{1B}"))
        #expect(table.text(on: Terminal(width: 80, hasColors: true)).contains("\u{1B}[31mfailed"))
    }

    @Test("show control characters instead of obeying them")
    func controlCharacters() {
        var table = Table(Self.columns)
        table.add([.init("1"), .init("a\u{1B}[2J\nb"), .init("x\u{202E}y")])
        let text = table.text(on: Terminal(width: nil, hasColors: false))
        #expect(text.contains(#"a\u{1b}[2J\nb"#))
        #expect(text.contains(#"x\u{202e}y"#))
    }

    @Test("count wide characters as two columns")
    func wide() {
        #expect(TextWidth.of("日本") == 4)
        #expect(TextWidth.cut("日本語です", to: 6) == "日本…")
        #expect(TextWidth.cut("short", to: 5) == "short")
    }
}
