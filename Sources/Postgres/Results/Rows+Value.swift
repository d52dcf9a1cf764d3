/// Reading results of one column.
///
/// To the compiler a tuple made from a pack of one type is not always that type itself, which shows
/// in optionals and in results of closures. So the case of one column has functions of its own.
extension Rows {
    /// All rows of a result of one column.
    ///
    /// - Throws: `.unexpectedResult` if there is not one column, or type or NULLs do not fit.
    public func decode<T: PostgresDecodable>(_ type: T.Type) throws(PostgresError) -> [T] {
        var values: [T] = []
        values.reserveCapacity(count)
        for row in self { values.append(try row.decode(type)) }
        return values
    }

    /// The value in the first row of a result of one column, or nil if there is no row.
    ///
    /// - Throws: `.unexpectedResult` if there is not one column, or type or NULL do not fit.
    public func first<T: PostgresDecodable>(as type: T.Type) throws(PostgresError) -> T? {
        guard let row = first else { return nil }
        return try row.decode(type)
    }

    /// The value in the only row of a result of one column.
    ///
    /// - Throws: `.unexpectedResult` if there is not exactly one row and column, or the value does
    ///   not fit.
    public func only<T: PostgresDecodable>(as type: T.Type) throws(PostgresError) -> T {
        try onlyRow().decode(type)
    }
}

extension Row {
    /// The value of a row of one column.
    ///
    /// - Throws: `.unexpectedResult` if there is not one column, or type or NULL do not fit.
    public func decode<T: PostgresDecodable>(_ type: T.Type) throws(PostgresError) -> T {
        try expectColumns(1)
        return try decode(type, at: 0)
    }
}
