/// A line on the terminal that counts up; nothing where there is no terminal.
struct Progress: Sendable {
    private let isShown = StandardStream.error.isTerminal

    func show(_ text: String) {
        guard isShown else { return }
        StandardStream.error.write("\r\u{1B}[K\(text)")
    }

    /// Takes the line away.
    func end() {
        guard isShown else { return }
        StandardStream.error.write("\r\u{1B}[K")
    }
}
