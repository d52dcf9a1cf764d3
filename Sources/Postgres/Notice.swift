/// A message the server sent beside its results: a NOTICE, a WARNING and the like.
public struct Notice: Sendable {
    /// `WARNING`, `NOTICE`, `INFO`, `LOG` or `DEBUG`, never translated.
    public let severity: String
    /// The condition, `00000` for most notices; nil when libpq made the message itself.
    public let sqlState: SQLState?
    /// The text, at most 8 KiB.
    ///
    /// It may hold values of the statement.
    public let message: String
}
