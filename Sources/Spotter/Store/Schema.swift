public import Postgres

/// The PostgreSQL schema that holds the queue's tables.
///
/// The SQL in `sql/` is written for the schema `spotter`. For any other name each `spotter.` in it
/// is replaced; nothing else in those files may contain that word with a dot, the names of channels
/// excepted, which follow the schema.
public struct Schema: Sendable, Hashable {
    /// The schema `spotter`.
    public static let standard = Schema(checked: "spotter")

    /// The schema's name.
    public let name: String

    /// Makes a schema.
    ///
    /// - Parameter name: 1 to 40 of `a` to `z`, digits and `_`, not starting with a digit or `pg_`:
    ///   what needs no quotes anywhere, neither here nor in an admin's psql.
    /// - Throws: ``SpotterError`` `invalidSetting`.
    public init(_ name: String) throws(SpotterError) {
        let letters = name.utf8.allSatisfy {
            $0 == UInt8(ascii: "_") || (UInt8(ascii: "a")...UInt8(ascii: "z")).contains($0)
                || (UInt8(ascii: "0")...UInt8(ascii: "9")).contains($0)
        }
        guard letters, (1...40).contains(name.utf8.count), !name.hasPrefix("pg_"),
            name.first?.isNumber == false
        else {
            throw SpotterError(
                .invalidSetting,
                "a schema's name is 1 to 40 of a-z, 0-9 and _, not starting with a digit or pg_")
        }
        self.init(checked: name)
    }

    private init(checked name: String) {
        self.name = name
    }

    /// The same SQL for this schema.
    public func rewrite(_ sql: String) -> String {
        self == .standard ? sql : sql.replacing("spotter.", with: "\(name).")
    }

    /// The same statement for this schema; its prepared name stays.
    public func rewrite(_ statement: Statement) -> Statement {
        guard self != .standard, let name = statement.name else { return statement }
        return Statement(name: name, sql: rewrite(statement.sql))
    }
}
