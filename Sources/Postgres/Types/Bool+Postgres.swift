extension Bool: PostgresEncodable, PostgresDecodable, PostgresArrayElement {
    /// `boolean`.
    public static var oid: OID { .bool }
    /// `boolean[]`.
    public static var arrayOID: OID { OID(rawValue: 1000) }

    /// One byte, 0 or 1.
    public func encode(into bytes: inout [UInt8]) throws(PostgresError) {
        bytes.append(self ? 1 : 0)
    }

    /// Reads `boolean`.
    public init(postgres bytes: UnsafeRawBufferPointer, type: OID) throws(PostgresError) {
        guard type == .bool else { throw Self.mismatch(type) }
        guard bytes.count == 1 else { throw Self.malformed(type, bytes.count) }
        self = bytes[0] != 0
    }
}
