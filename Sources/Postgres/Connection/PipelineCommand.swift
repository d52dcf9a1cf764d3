internal import CLibPQ

/// One message of a pipeline that the server answers.
enum PipelineCommand {
    case prepare(Statement, types: [Oid], serverName: String)
    case run(Statement, EncodedParameters, serverName: String?)

    var statement: Statement {
        switch self {
        case .prepare(let statement, _, _), .run(let statement, _, _): statement
        }
    }

    /// Roughly the bytes that it puts into libpq's buffer.
    var size: Int {
        switch self {
        case .prepare(let statement, _, _): statement.sql.utf8.count + 64
        case .run(let statement, let parameters, let name):
            parameters.size + 64 + (name == nil ? statement.sql.utf8.count : 0)
        }
    }

    /// Puts it into libpq's buffer; 1: done.
    func send(on handle: OpaquePointer) -> Int32 {
        switch self {
        case .prepare(let statement, let types, let name):
            return PQsendPrepare(handle, name, statement.sql, Int32(types.count), types)
        case .run(let statement, let parameters, let name):
            return parameters.withArrays { values, lengths, formats in
                if let name {
                    PQsendQueryPrepared(
                        handle, name, parameters.count, values, lengths, formats, 1)
                } else {
                    PQsendQueryParams(
                        handle, statement.sql, parameters.count, parameters.types, values,
                        lengths, formats, 1)
                }
            }
        }
    }
}
