extension Duration: PostgresEncodable, PostgresDecodable, PostgresArrayElement {
    /// `interval`.
    public static var oid: OID { .interval }
    /// `interval[]`.
    public static var arrayOID: OID { OID(rawValue: 1187) }

    /// Whole microseconds, no days or months; what is finer is cut off.
    ///
    /// - Throws: `.invalidParameter` beyond ±292,000 years.
    public func encode(into bytes: inout [UInt8]) throws(PostgresError) {
        let (seconds, attoseconds) = components
        let (whole, overflow) = seconds.multipliedReportingOverflow(by: 1_000_000)
        let (sum, overflowToo) = whole.addingReportingOverflow(attoseconds / 1_000_000_000_000)
        guard !overflow, !overflowToo else {
            throw PostgresError(.invalidParameter, message: "a duration beyond interval's range")
        }
        bytes.append(bigEndian: sum)
        bytes.append(bigEndian: Int32(0))
        bytes.append(bigEndian: Int32(0))
    }

    /// Reads an `interval` without months; a day is 24 hours.
    public init(postgres bytes: UnsafeRawBufferPointer, type: OID) throws(PostgresError) {
        guard type == .interval else { throw Self.mismatch(type) }
        guard bytes.count == 16, bytes.bigEndian(Int32.self, at: 12) == 0 else {
            throw Self.malformed(type, bytes.count)
        }
        let days = Int64(bytes.bigEndian(Int32.self, at: 8))
        let microseconds = bytes.bigEndian(Int64.self)
        self = .seconds(days * 86_400) + .microseconds(microseconds)
    }
}
