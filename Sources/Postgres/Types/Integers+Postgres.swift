extension FixedWidthInteger where Self: PostgresDecodable {
    /// Reads any whole-number type whose value fits: smallint to bigint, oid and transaction
    /// numbers, and numeric without a fraction (what `sum(bigint)` gives).
    init(wholeNumber bytes: UnsafeRawBufferPointer, type: OID) throws(PostgresError) {
        let value: Int64?
        switch (type, bytes.count) {
        case (.int2, 2): value = Int64(bytes.bigEndian(Int16.self))
        case (.int4, 4): value = Int64(bytes.bigEndian(Int32.self))
        case (.int8, 8): value = bytes.bigEndian(Int64.self)
        case (.oid, 4), (.xid, 4): value = Int64(bytes.bigEndian(UInt32.self))
        case (.xid8, 8), (.pgLSN, 8): value = Int64(exactly: bytes.bigEndian(UInt64.self))
        case (.numeric, _): value = NumericText(bytes).flatMap { Int64($0.text) }
        default: throw Self.mismatch(type)
        }
        guard let value, let fitting = Self(exactly: value) else {
            throw PostgresError(
                .unexpectedResult, message: "a value of type \(type) does not fit \(Self.self)")
        }
        self = fitting
    }
}

extension Int16: PostgresEncodable, PostgresDecodable, PostgresArrayElement {
    /// `smallint`.
    public static var oid: OID { .int2 }
    /// `smallint[]`.
    public static var arrayOID: OID { OID(rawValue: 1005) }

    /// Two bytes.
    public func encode(into bytes: inout [UInt8]) throws(PostgresError) {
        bytes.append(bigEndian: self)
    }

    /// Reads any whole-number type whose value fits.
    public init(postgres bytes: UnsafeRawBufferPointer, type: OID) throws(PostgresError) {
        try self.init(wholeNumber: bytes, type: type)
    }
}

extension Int32: PostgresEncodable, PostgresDecodable, PostgresArrayElement {
    /// `integer`.
    public static var oid: OID { .int4 }
    /// `integer[]`.
    public static var arrayOID: OID { OID(rawValue: 1007) }

    /// Four bytes.
    public func encode(into bytes: inout [UInt8]) throws(PostgresError) {
        bytes.append(bigEndian: self)
    }

    /// Reads any whole-number type whose value fits.
    public init(postgres bytes: UnsafeRawBufferPointer, type: OID) throws(PostgresError) {
        try self.init(wholeNumber: bytes, type: type)
    }
}

extension Int64: PostgresEncodable, PostgresDecodable, PostgresArrayElement {
    /// `bigint`.
    public static var oid: OID { .int8 }
    /// `bigint[]`.
    public static var arrayOID: OID { OID(rawValue: 1016) }

    /// Eight bytes.
    public func encode(into bytes: inout [UInt8]) throws(PostgresError) {
        bytes.append(bigEndian: self)
    }

    /// Reads any whole-number type whose value fits.
    public init(postgres bytes: UnsafeRawBufferPointer, type: OID) throws(PostgresError) {
        try self.init(wholeNumber: bytes, type: type)
    }
}

extension Int: PostgresEncodable, PostgresDecodable, PostgresArrayElement {
    /// `bigint`.
    public static var oid: OID { .int8 }
    /// `bigint[]`.
    public static var arrayOID: OID { OID(rawValue: 1016) }

    /// Eight bytes.
    public func encode(into bytes: inout [UInt8]) throws(PostgresError) {
        bytes.append(bigEndian: Int64(self))
    }

    /// Reads any whole-number type whose value fits.
    public init(postgres bytes: UnsafeRawBufferPointer, type: OID) throws(PostgresError) {
        try self.init(wholeNumber: bytes, type: type)
    }
}
