/// One row of a result.
public struct Row: Sendable {
    let handle: ResultHandle
    let statement: String?
    let index: Int

    /// The number of columns.
    public var count: Int { handle.columnCount }

    /// Whether the value in `column` (from 0) is NULL.
    public func isNull(at column: Int) -> Bool {
        precondition(column >= 0 && column < count, "no such column")
        return handle.value(row: index, column: column) == nil
    }

    /// The value in `column`, counted from 0.
    ///
    /// - Throws: `.unexpectedResult` if there is no such column, its type does not fit, or it is
    ///   NULL and `T` is not optional.
    public func decode<T: PostgresDecodable>(
        _ type: T.Type, at column: Int
    ) throws(PostgresError) -> T {
        guard column >= 0, column < count else {
            throw PostgresError(
                .unexpectedResult, statement: statement, message: "no column number \(column)")
        }
        let oid = handle.type(column: column)
        do throws(PostgresError) {
            return try T(postgresNullable: handle.value(row: index, column: column), type: oid)
        } catch {
            throw PostgresError(
                error.code, statement: statement, column: handle.columnName(column),
                message: error.message)
        }
    }

    /// The value in the first column of that name.
    ///
    /// - Throws: `.unexpectedResult` if there is no such column, its type does not fit, or it is
    ///   NULL and `T` is not optional.
    public func decode<T: PostgresDecodable>(
        _ type: T.Type, at name: String
    ) throws(PostgresError) -> T {
        for column in 0..<count where handle.columnName(column) == name {
            return try decode(type, at: column)
        }
        throw PostgresError(
            .unexpectedResult, statement: statement, column: name, message: "no column \(name)")
    }

    /// The whole row as a tuple, one type for each column.
    ///
    /// - Throws: `.unexpectedResult` if number, types or NULLs of the columns do not fit.
    public func decode<each T: PostgresDecodable>(
        _ type: repeat (each T).Type
    ) throws(PostgresError) -> (repeat each T) {
        var expected = 0
        for _ in repeat each type { expected += 1 }
        try expectColumns(expected)
        var column = 0
        func next<U: PostgresDecodable>(_ type: U.Type) throws(PostgresError) -> U {
            defer { column += 1 }
            return try decode(type, at: column)
        }
        return (repeat try next(each type))
    }

    func expectColumns(_ expected: Int) throws(PostgresError) {
        guard expected == count else {
            throw PostgresError(
                .unexpectedResult, statement: statement,
                message: "\(count) columns instead of \(expected)")
        }
    }
}
