internal import CLibPQ

extension PostgresError {
    /// The error in a result whose status says that it is one.
    init(
        result: borrowing ResultHandle, code: Code = .server, statement: String?,
        mayHaveCommitted: Bool = false
    ) {
        self.init(
            code, sqlState: result.sqlState, statement: statement,
            constraint: result.field(SPOTTER_DIAG_CONSTRAINT),
            table: result.field(SPOTTER_DIAG_TABLE), column: result.field(SPOTTER_DIAG_COLUMN),
            message: result.field(SPOTTER_DIAG_MESSAGE) ?? result.errorText,
            detail: result.field(SPOTTER_DIAG_DETAIL), hint: result.field(SPOTTER_DIAG_HINT),
            mayHaveCommitted: mayHaveCommitted)
    }
}
