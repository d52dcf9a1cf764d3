/// A libpq URI, taken apart as far as needed to name another database on the same server.
struct DatabaseURL: Sendable {
    private let beforeDatabase: Substring
    private let afterDatabase: Substring

    let text: String

    /// `nil` when the text is not of the form `postgresql://[user@][host]/database[?options]`.
    init?(_ text: String) {
        let schemes = ["postgresql://", "postgres://"]
        guard let scheme = schemes.first(where: text.hasPrefix) else { return nil }
        let rest = text.dropFirst(scheme.count)
        guard let slash = rest.firstIndex(of: "/") else { return nil }
        let database = text.index(after: slash)
        let end = text[database...].firstIndex(of: "?") ?? text.endIndex
        guard database < end else { return nil }
        self.text = text
        beforeDatabase = text[..<database]
        afterDatabase = text[end...]
    }

    /// The same server, another database.
    ///
    /// - Parameter database: A name of letters, digits, `_` and `-`.
    func replacing(database: String) -> DatabaseURL {
        guard let url = DatabaseURL("\(beforeDatabase)\(database)\(afterDatabase)") else {
            preconditionFailure("a URL with another database in it stays one")
        }
        return url
    }
}
