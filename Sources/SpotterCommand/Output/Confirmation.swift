#if canImport(Darwin)
    import Darwin
#elseif canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#endif

/// Asks the person at the terminal.
enum Confirmation {
    /// Whether there is somebody to ask.
    static var isPossible: Bool {
        isatty(STDIN_FILENO) == 1 && StandardStream.error.isTerminal
    }

    /// Asks a question to be answered with yes or no; anything but `y` or `yes` is no.
    ///
    /// On standard error: standard output is for results.
    static func ask(_ question: String) async -> Bool {
        ["y", "yes"].contains(await answer("\(question) [y/N] ").lowercased())
    }

    /// Asks for one line of text, without blanks around it; empty at the end of the input.
    static func answer(_ prompt: String) async -> String {
        StandardStream.error.write(Printable.line(prompt))
        let line = await BlockingCalls.run { readLine() } ?? ""
        return String(line.drop { $0 == " " }.reversed().drop { $0 == " " }.reversed())
    }
}
