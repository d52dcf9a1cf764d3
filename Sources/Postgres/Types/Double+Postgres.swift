extension Double: PostgresEncodable, PostgresDecodable, PostgresArrayElement {
    /// `double precision`.
    public static var oid: OID { .float8 }
    /// `double precision[]`.
    public static var arrayOID: OID { OID(rawValue: 1022) }

    /// Eight bytes.
    public func encode(into bytes: inout [UInt8]) throws(PostgresError) {
        bytes.append(bigEndian: bitPattern)
    }

    /// Reads `real`, `double precision`, and the nearest to a `numeric`.
    public init(postgres bytes: UnsafeRawBufferPointer, type: OID) throws(PostgresError) {
        switch (type, bytes.count) {
        case (.float8, 8): self = Double(bitPattern: bytes.bigEndian(UInt64.self))
        case (.float4, 4): self = Double(Float(bitPattern: bytes.bigEndian(UInt32.self)))
        case (.numeric, _):
            guard let value = NumericText(bytes).flatMap({ Double($0.text) }) else {
                throw Self.malformed(type, bytes.count)
            }
            self = value
        default: throw Self.mismatch(type)
        }
    }
}
