#if canImport(Darwin)
    import Darwin
#elseif canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#endif

/// What is known about the terminal at standard output.
struct Terminal: Sendable {
    /// Columns; nil where no terminal is, so that nothing is cut for a program that reads.
    let width: Int?
    let hasColors: Bool

    /// The terminal that the program runs at.
    ///
    /// No colours where NO_COLOR is set to anything (https://no-color.org), or TERM is `dumb`.
    static func current(environment: [String: String]) -> Terminal {
        guard StandardStream.output.isTerminal else {
            return Terminal(width: nil, hasColors: false)
        }
        var size = winsize()
        let asked = ioctl(STDOUT_FILENO, UInt(TIOCGWINSZ), &size)
        // A terminal that does not know its width (some consoles in containers) says 0.
        let width = asked == 0 && size.ws_col > 0 ? Int(size.ws_col) : 80
        let wanted = (environment["NO_COLOR"] ?? "").isEmpty && environment["TERM"] != "dumb"
        return Terminal(width: width, hasColors: wanted)
    }

    /// `text` in `color`, where there are colours.
    func colored(_ text: String, _ color: Color?) -> String {
        guard hasColors, let color else { return text }
        return "\u{1B}[\(color.rawValue)m\(text)\u{1B}[0m"
    }

    /// The few colours in use; each says the same everywhere.
    enum Color: Int, Sendable {
        /// Something failed.
        case red = 31
        /// Done.
        case green = 32
        /// Somebody should look at it.
        case yellow = 33
        /// On its way.
        case cyan = 36
        /// Of less interest.
        case gray = 90
        /// A heading.
        case bold = 1
    }
}
