/// A value that can be a parameter of a statement, sent in PostgreSQL's binary format.
public protocol PostgresEncodable: Sendable {
    /// The type that the server is told.
    static var oid: OID { get }

    /// Appends the value in the binary format of `oid`, without a length.
    ///
    /// - Throws: `.invalidParameter` if the type has no such value.
    func encode(into bytes: inout [UInt8]) throws(PostgresError)
}
