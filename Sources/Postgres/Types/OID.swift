/// The number by which a server knows a data type.
public struct OID: RawRepresentable, Hashable, Sendable, CustomStringConvertible {
    /// The number in `pg_type.oid`.
    public let rawValue: UInt32

    /// The type with this number.
    public init(rawValue: UInt32) {
        self.rawValue = rawValue
    }

    /// The number, in decimal.
    public var description: String { String(rawValue) }

    /// Not said: the server works it out from the statement.
    public static let unspecified = OID(rawValue: 0)

    /// Numbers from here on are types that users (or extensions) made: enums, domains, composites.
    static let firstUserDefined = OID(rawValue: 16384)

    var isUserDefined: Bool { rawValue >= Self.firstUserDefined.rawValue }
}

/// The built-in types this library knows. The numbers never change (`pg_type.dat`).
extension OID {
    /// `boolean`.
    public static let bool = OID(rawValue: 16)
    /// `bytea`.
    public static let bytea = OID(rawValue: 17)
    /// `"char"`, one byte, as the catalogues use it.
    public static let char = OID(rawValue: 18)
    /// `name`, an identifier.
    public static let name = OID(rawValue: 19)
    /// `bigint`.
    public static let int8 = OID(rawValue: 20)
    /// `smallint`.
    public static let int2 = OID(rawValue: 21)
    /// `integer`.
    public static let int4 = OID(rawValue: 23)
    /// `text`.
    public static let text = OID(rawValue: 25)
    /// `oid`.
    public static let oid = OID(rawValue: 26)
    /// `xid`, a transaction number.
    public static let xid = OID(rawValue: 28)
    /// `json`.
    public static let json = OID(rawValue: 114)
    /// `xml`.
    public static let xml = OID(rawValue: 142)
    /// `real`.
    public static let float4 = OID(rawValue: 700)
    /// `double precision`.
    public static let float8 = OID(rawValue: 701)
    /// A literal whose type was never settled.
    public static let unknown = OID(rawValue: 705)
    /// `character(n)`.
    public static let bpchar = OID(rawValue: 1042)
    /// `character varying`.
    public static let varchar = OID(rawValue: 1043)
    /// `timestamp without time zone`.
    public static let timestamp = OID(rawValue: 1114)
    /// `timestamp with time zone`.
    public static let timestamptz = OID(rawValue: 1184)
    /// `interval`.
    public static let interval = OID(rawValue: 1186)
    /// `numeric`.
    public static let numeric = OID(rawValue: 1700)
    /// `void`, what a function without a result returns.
    public static let void = OID(rawValue: 2278)
    /// `uuid`.
    public static let uuid = OID(rawValue: 2950)
    /// `pg_lsn`, a place in the write-ahead log.
    public static let pgLSN = OID(rawValue: 3220)
    /// `jsonb`.
    public static let jsonb = OID(rawValue: 3802)
    /// `xid8`, a transaction number that does not wrap around.
    public static let xid8 = OID(rawValue: 5069)
}
