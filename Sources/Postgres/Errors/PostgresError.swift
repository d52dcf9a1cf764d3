/// A call of the database that failed.
///
/// `description` may be shown to anybody; `debugDescription` holds the server's message and is for
/// logs and administrators. Neither holds parameters or passwords.
public struct PostgresError: Error, Sendable {
    /// What kind of failure it is.
    public let code: Code
    /// The server's own name for it; nil: the server did not answer, or not with an error.
    public let sqlState: SQLState?
    /// The name of the statement that failed; nil for unnamed ones.
    ///
    /// Never its parameters.
    public let statement: String?
    /// The constraint that refused the row, as named in the schema.
    public let constraint: String?
    /// The table concerned, where the server says so.
    public let table: String?
    /// The column concerned, where the server says so.
    public let column: String?
    /// The server's primary message, or ours where the server did not answer.
    ///
    /// At most 8 KiB. It may hold values of rows, so it is for logs and administrators only.
    public let message: String?
    /// The server's second message.
    ///
    /// The same warning holds.
    public let detail: String?
    /// The server's advice.
    public let hint: String?
    /// Whether something was sent that may have been committed, or not, without our knowing.
    ///
    /// False means: whatever this call wanted to change has not been changed.
    public let mayHaveCommitted: Bool

    package init(
        _ code: Code, sqlState: SQLState? = nil, statement: String? = nil,
        constraint: String? = nil, table: String? = nil, column: String? = nil,
        message: String? = nil, detail: String? = nil, hint: String? = nil,
        mayHaveCommitted: Bool = false
    ) {
        self.code = code
        self.sqlState = sqlState
        self.statement = statement
        self.constraint = constraint
        self.table = table
        self.column = column
        self.message = message.map(Self.bounded)
        self.detail = detail.map(Self.bounded)
        self.hint = hint.map(Self.bounded)
        self.mayHaveCommitted = mayHaveCommitted
    }

    /// No text in an error is longer: a message may quote a whole row.
    static let textBytesMax = 8 * 1024

    static func bounded(_ text: String) -> String {
        guard text.utf8.count > textBytesMax else { return text }
        return String(decoding: text.utf8.prefix(textBytesMax), as: UTF8.self)
    }
}

extension PostgresError: CustomStringConvertible, CustomDebugStringConvertible {
    /// Code, SQLSTATE, and the names of statement and constraint: safe for anybody.
    public var description: String {
        var text = "postgres: \(code)"
        if let sqlState { text += " (\(sqlState))" }
        if let statement { text += " in \(statement)" }
        if let constraint { text += ", constraint \(constraint)" }
        if mayHaveCommitted { text += ", outcome unknown" }
        return text
    }

    /// The description with the server's words, for logs.
    public var debugDescription: String {
        var text = description
        if let message { text += ": \(message)" }
        if let detail { text += "; \(detail)" }
        if let hint { text += "; hint: \(hint)" }
        if let table { text += "; table \(table)" }
        if let column { text += "; column \(column)" }
        return text
    }
}
