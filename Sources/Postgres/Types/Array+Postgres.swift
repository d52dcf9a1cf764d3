extension Array: PostgresEncodable where Element: PostgresArrayElement {
    /// The array type of the elements; `bytea` for bytes.
    public static var oid: OID { Element.arrayOID }

    /// Appends the whole array.
    public func encode(into bytes: inout [UInt8]) throws(PostgresError) {
        try Element.encode(array: self, into: &bytes)
    }
}

extension Array: PostgresDecodable where Element: PostgresArrayElement {
    /// Reads an array of one dimension; `bytea` for bytes.
    public init(postgres bytes: UnsafeRawBufferPointer, type: OID) throws(PostgresError) {
        self = try Element.decode(array: bytes, type: type)
    }
}

/// An array of bytes is not a PostgreSQL array but one `bytea`.
extension UInt8: PostgresArrayElement {
    /// `bytea`.
    public static var arrayOID: OID { .bytea }

    /// Appends the bytes as they are.
    public static func encode(array: [UInt8], into bytes: inout [UInt8]) throws(PostgresError) {
        bytes.append(contentsOf: array)
    }

    /// Reads `bytea`, and the bytes of the text types as they are.
    public static func decode(
        array bytes: UnsafeRawBufferPointer, type: OID
    ) throws(PostgresError) -> [UInt8] {
        switch type {
        case .bytea, .text, .varchar, .json: return Array(bytes)
        default:
            throw PostgresError(
                .unexpectedResult, message: "type \(type) cannot be read as bytes")
        }
    }
}

/// Arrays of `bytea`.
extension Array: PostgresArrayElement where Element == UInt8 {
    /// `bytea[]`.
    public static var arrayOID: OID { OID(rawValue: 1001) }
}
