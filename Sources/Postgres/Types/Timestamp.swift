/// A moment as PostgreSQL's `timestamptz` holds it, to the microsecond, or one of its infinities.
public struct Timestamp: Hashable, Sendable, Comparable {
    /// Microseconds since 2000-01-01 00:00 UTC; the extremes stand for the infinities.
    public let microseconds: Int64

    /// The moment this many microseconds after 2000-01-01 00:00 UTC.
    public init(microseconds: Int64) {
        self.microseconds = microseconds
    }

    /// Later than every moment.
    public static let infinity = Timestamp(microseconds: .max)
    /// Earlier than every moment.
    public static let negativeInfinity = Timestamp(microseconds: .min)

    /// Whether this is a moment and not an infinity.
    public var isFinite: Bool {
        self != .infinity && self != .negativeInfinity
    }

    /// Orders moments in time.
    public static func < (left: Timestamp, right: Timestamp) -> Bool {
        left.microseconds < right.microseconds
    }

    /// Seconds from 1970-01-01 to 2000-01-01.
    static let epochOffsetSeconds: Int64 = 946_684_800
}

extension Timestamp: PostgresEncodable, PostgresDecodable, PostgresArrayElement {
    /// `timestamptz`.
    public static var oid: OID { .timestamptz }
    /// `timestamptz[]`.
    public static var arrayOID: OID { OID(rawValue: 1185) }

    /// Eight bytes.
    public func encode(into bytes: inout [UInt8]) throws(PostgresError) {
        bytes.append(bigEndian: microseconds)
    }

    /// Reads `timestamptz`, and `timestamp` as UTC.
    public init(postgres bytes: UnsafeRawBufferPointer, type: OID) throws(PostgresError) {
        guard type == .timestamptz || type == .timestamp else { throw Self.mismatch(type) }
        guard bytes.count == 8 else { throw Self.malformed(type, bytes.count) }
        self.init(microseconds: bytes.bigEndian(Int64.self))
    }
}
