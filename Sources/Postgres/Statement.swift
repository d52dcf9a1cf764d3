/// One SQL statement, with a name when it is worth preparing.
///
/// A string literal is unnamed: it is parsed anew at each use. There is no interpolation, so that
/// a value cannot end up in the text by accident.
public struct Statement: Sendable, Hashable, ExpressibleByStringLiteral {
    /// The name under which it is prepared and under which errors show it; nil: never prepared.
    public let name: String?
    /// The text, with `$1`, `$2`, … for parameters.
    public let sql: String

    /// A statement that each connection prepares under `name` when it first runs it.
    ///
    /// A name stands for one text only. At most 63 bytes, else the server would cut it.
    public init(name: String, sql: String) {
        precondition(!name.isEmpty && name.utf8.count <= 63, "1 to 63 bytes: \(name)")
        self.name = name
        self.sql = sql
    }

    /// A statement that is not prepared.
    public init(sql: String) {
        self.name = nil
        self.sql = sql
    }

    /// A statement that is not prepared.
    public init(stringLiteral sql: String) {
        self.init(sql: sql)
    }
}
