/// The answer to one statement: its rows, in order, in PostgreSQL's binary format.
///
/// The bytes are shared, not copied, and are freed with the last `Rows` or `Row` that refers to
/// them. A result is held in memory whole: bound it with `LIMIT`.
public struct Rows: Sendable, RandomAccessCollection {
    let handle: ResultHandle
    let statement: String?

    /// The names of the columns, in order; not always unique.
    public var columns: [String] {
        (0..<handle.columnCount).map(handle.columnName)
    }

    /// Rows inserted, changed, deleted or selected; 0 for other commands.
    public var affected: Int { handle.affected }

    /// Always 0.
    public var startIndex: Int { 0 }

    /// The number of rows.
    public var endIndex: Int { handle.rowCount }

    /// The row at `position`, which must be in range.
    public subscript(position: Int) -> Row {
        precondition(indices.contains(position), "no such row")
        return Row(handle: handle, statement: statement, index: position)
    }

    /// All rows as tuples, one type for each column; a type alone gives plain values.
    ///
    /// - Throws: `.unexpectedResult` if number, types or NULLs of the columns do not fit.
    public func decode<each T: PostgresDecodable>(
        _ type: repeat (each T).Type
    ) throws(PostgresError) -> [(repeat each T)] {
        var values: [(repeat each T)] = []
        values.reserveCapacity(count)
        for row in self {
            values.append(try row.decode(repeat each type))
        }
        return values
    }

    /// The first row as a tuple, or nil if there is none.
    ///
    /// - Throws: `.unexpectedResult` if number, types or NULLs of the columns do not fit.
    public func first<each T: PostgresDecodable>(
        as type: repeat (each T).Type
    ) throws(PostgresError) -> (repeat each T)? {
        guard let row = first else { return nil }
        let values: (repeat each T) = try row.decode(repeat each type)
        return values
    }

    /// The only row as a tuple.
    ///
    /// - Throws: `.unexpectedResult` if there is not exactly one row, or it does not fit.
    public func only<each T: PostgresDecodable>(
        as type: repeat (each T).Type
    ) throws(PostgresError) -> (repeat each T) {
        try onlyRow().decode(repeat each type)
    }

    func onlyRow() throws(PostgresError) -> Row {
        guard count == 1, let row = first else {
            throw PostgresError(
                .unexpectedResult, statement: statement, message: "\(count) rows instead of one")
        }
        return row
    }
}
