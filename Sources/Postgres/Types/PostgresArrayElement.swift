/// A value of which PostgreSQL has arrays, or, for bytes, `bytea`.
///
/// Most types get both functions from being encodable and decodable; `Optional` gives arrays with
/// NULL elements.
public protocol PostgresArrayElement: Sendable {
    /// The type of an array of these.
    static var arrayOID: OID { get }

    /// Appends a whole array in the binary format of `arrayOID`.
    ///
    /// - Throws: `.invalidParameter` if an element cannot be sent.
    static func encode(array: [Self], into bytes: inout [UInt8]) throws(PostgresError)

    /// Reads a whole array.
    ///
    /// - Throws: `.unexpectedResult` if `type` or `bytes` do not fit.
    static func decode(
        array bytes: UnsafeRawBufferPointer, type: OID
    ) throws(PostgresError) -> [Self]
}

extension PostgresArrayElement where Self: PostgresEncodable & PostgresDecodable {
    /// Appends an array of one dimension.
    public static func encode(array: [Self], into bytes: inout [UInt8]) throws(PostgresError) {
        bytes.append(arrayHeader: oid, count: array.count, hasNulls: false)
        for element in array { try bytes.append(lengthPrefixed: element) }
    }

    /// Reads an array of one dimension without NULLs.
    public static func decode(
        array bytes: UnsafeRawBufferPointer, type: OID
    ) throws(PostgresError) -> [Self] {
        var reader = try ArrayReader(bytes, type: type)
        var elements: [Self] = []
        elements.reserveCapacity(reader.remaining)
        while reader.remaining > 0 {
            elements.append(
                try Self(postgresNullable: try reader.next(), type: reader.elementType))
        }
        return elements
    }
}

extension Optional: PostgresArrayElement
where Wrapped: PostgresArrayElement & PostgresEncodable & PostgresDecodable {
    /// The type of an array of the wrapped type: each array can have NULLs.
    public static var arrayOID: OID { Wrapped.arrayOID }

    /// Appends an array of one dimension; nil is NULL.
    public static func encode(array: [Self], into bytes: inout [UInt8]) throws(PostgresError) {
        let hasNulls = array.contains { $0 == nil }
        bytes.append(arrayHeader: Wrapped.oid, count: array.count, hasNulls: hasNulls)
        for element in array { try bytes.append(lengthPrefixed: element) }
    }

    /// Reads an array of one dimension; NULL is nil.
    public static func decode(
        array bytes: UnsafeRawBufferPointer, type: OID
    ) throws(PostgresError) -> [Self] {
        var reader = try ArrayReader(bytes, type: type)
        var elements: [Self] = []
        elements.reserveCapacity(reader.remaining)
        while reader.remaining > 0 {
            elements.append(
                try Self(postgresNullable: try reader.next(), type: reader.elementType))
        }
        return elements
    }
}
