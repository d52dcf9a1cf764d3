/// Rows under headings, aligned, within the terminal's width.
struct Table: Sendable {
    struct Column: Sendable {
        let title: String
        var isNumber = false
        /// Whether this column gives way when the terminal is too narrow; its cells are cut then.
        var shrinks = false
    }

    struct Cell: Sendable, ExpressibleByStringInterpolation {
        let text: String
        var color: Terminal.Color?

        init(_ text: String, _ color: Terminal.Color? = nil) {
            self.text = Printable.line(text)
            self.color = color
        }

        init(stringLiteral text: String) { self.init(text) }
    }

    let columns: [Column]
    var rows: [[Cell]] = []

    init(_ columns: [Column]) { self.columns = columns }

    mutating func add(_ cells: [Cell]) {
        precondition(cells.count == columns.count, "a row has a cell for each column")
        rows.append(cells)
    }

    /// The table as lines, each ended.
    ///
    /// Trailing blanks are left out.
    func text(on terminal: Terminal) -> String {
        let widths = widths(within: terminal.width)
        let heading = columns.map { Cell($0.title, .bold) }
        return ([heading] + rows).map { row in
            line(row, widths: widths, terminal: terminal) + "\n"
        }.joined()
    }

    private static let gap = 2
    /// A shrinking column keeps this many characters, or its title would say nothing any more.
    private static let shrunkMin = 8

    private func widths(within limit: Int?) -> [Int] {
        var widths = columns.indices.map { index in
            rows.reduce(TextWidth.of(columns[index].title)) {
                max($0, TextWidth.of($1[index].text))
            }
        }
        guard let limit else { return widths }
        var excess = widths.reduce(0, +) + Self.gap * (columns.count - 1) - limit
        while excess > 0 {
            let widest = columns.indices.filter { columns[$0].shrinks }
                .max { widths[$0] < widths[$1] }
            guard let widest, widths[widest] > Self.shrunkMin else { break }
            let step = min(excess, widths[widest] - Self.shrunkMin, 4)
            widths[widest] -= step
            excess -= step
        }
        return widths
    }

    private func line(_ row: [Cell], widths: [Int], terminal: Terminal) -> String {
        var line = ""
        for (index, cell) in row.enumerated() {
            let text = TextWidth.cut(cell.text, to: widths[index])
            let blanks = String(repeating: " ", count: widths[index] - TextWidth.of(text))
            let colored = terminal.colored(text, cell.color)
            let isLast = index == row.count - 1
            line += columns[index].isNumber ? blanks + colored : colored
            if !isLast {
                line += columns[index].isNumber ? "" : blanks
                line += String(repeating: " ", count: Self.gap)
            }
        }
        return String(line.reversed().drop { $0 == " " }.reversed())
    }
}
