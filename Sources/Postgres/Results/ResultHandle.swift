internal import CLibPQ

/// Owns one `PGresult *` and frees it exactly once.
///
/// Unchecked: a result is never changed after libpq has handed it out, and may be read on any
/// thread (libpq manual, "Behavior in Threaded Programs"); the last reference frees it.
final class ResultHandle: @unchecked Sendable {
    private let pointer: OpaquePointer

    init(owning pointer: OpaquePointer) {
        self.pointer = pointer
    }

    deinit {
        PQclear(pointer)
    }

    var status: ExecStatusType { PQresultStatus(pointer) }
    var rowCount: Int { Int(PQntuples(pointer)) }
    var columnCount: Int { Int(PQnfields(pointer)) }

    /// `INSERT 0 1`, `COMMIT` and the like.
    var commandTag: String { String(cString: PQcmdStatus(pointer)) }

    /// Rows inserted, changed, deleted, copied or selected; 0 for other commands.
    var affected: Int { Int(String(cString: PQcmdTuples(pointer))) ?? 0 }

    var isError: Bool {
        switch status {
        case PGRES_FATAL_ERROR, PGRES_BAD_RESPONSE, PGRES_NONFATAL_ERROR: true
        default: false
        }
    }

    /// Whether a COPY has begun instead of an answer.
    var isCopy: Bool {
        switch status {
        case PGRES_COPY_IN, PGRES_COPY_OUT, PGRES_COPY_BOTH: true
        default: false
        }
    }

    var sqlState: SQLState? {
        field(SPOTTER_DIAG_SQLSTATE).map(SQLState.init(rawValue:))
    }

    var errorText: String? {
        PQresultErrorMessage(pointer).map { String(cString: $0).trimmed }
    }

    /// A field of an error or notice, by one of the `SPOTTER_DIAG_` codes.
    func field(_ code: some BinaryInteger) -> String? {
        PQresultErrorField(pointer, Int32(code)).map { String(cString: $0) }
    }

    func columnName(_ column: Int) -> String {
        PQfname(pointer, Int32(column)).map { String(cString: $0) } ?? ""
    }

    func type(column: Int) -> OID {
        OID(rawValue: PQftype(pointer, Int32(column)))
    }

    /// The bytes of one value, valid while the handle lives; nil for NULL.
    func value(row: Int, column: Int) -> UnsafeRawBufferPointer? {
        guard PQgetisnull(pointer, Int32(row), Int32(column)) == 0 else { return nil }
        let length = Int(PQgetlength(pointer, Int32(row), Int32(column)))
        return UnsafeRawBufferPointer(
            start: PQgetvalue(pointer, Int32(row), Int32(column)), count: length)
    }
}

extension String {
    /// Without the line ends that libpq's messages carry.
    var trimmed: String {
        var text = self[...]
        while let last = text.last, last.isNewline || last == " " { text.removeLast() }
        return String(text)
    }
}
