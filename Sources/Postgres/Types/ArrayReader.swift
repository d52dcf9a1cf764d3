/// Walks through the binary form of an array of one dimension.
///
/// - SeeAlso: `array_send` in PostgreSQL's `arrayfuncs.c`: number of dimensions, NULL flag, element
///   type; for each dimension length and lower bound; then each element behind its length.
struct ArrayReader {
    private let bytes: UnsafeRawBufferPointer
    private let type: OID
    private var offset: Int
    /// The type of the elements.
    let elementType: OID
    /// How many elements are still to come.
    private(set) var remaining: Int

    init(_ bytes: UnsafeRawBufferPointer, type: OID) throws(PostgresError) {
        self.bytes = bytes
        self.type = type
        guard bytes.count >= 12 else { throw Self.malformed(type) }
        let dimensions = bytes.bigEndian(Int32.self)
        let flags = bytes.bigEndian(Int32.self, at: 4)
        elementType = OID(rawValue: bytes.bigEndian(UInt32.self, at: 8))
        guard flags == 0 || flags == 1 else { throw Self.malformed(type) }
        switch dimensions {
        case 0:
            offset = 12
            remaining = 0
            guard bytes.count == 12 else { throw Self.malformed(type) }
        case 1:
            guard bytes.count >= 20 else { throw Self.malformed(type) }
            offset = 20
            remaining = Int(bytes.bigEndian(Int32.self, at: 12))
            // Each element takes four bytes at least, so a lie about the count is seen here,
            // before memory is reserved for it.
            guard remaining >= 0, remaining * 4 <= bytes.count - 20 else {
                throw Self.malformed(type)
            }
        default:
            throw PostgresError(
                .unexpectedResult, message: "an array of \(dimensions) dimensions instead of one")
        }
    }

    /// The bytes of the next element; nil for NULL.
    mutating func next() throws(PostgresError) -> UnsafeRawBufferPointer? {
        precondition(remaining > 0, "read past the last element")
        guard bytes.count - offset >= 4 else { throw Self.malformed(type) }
        let length = Int(bytes.bigEndian(Int32.self, at: offset))
        offset += 4
        remaining -= 1
        guard length != -1 else { return nil }
        guard length >= 0, length <= bytes.count - offset else { throw Self.malformed(type) }
        defer { offset += length }
        return UnsafeRawBufferPointer(rebasing: bytes[offset..<(offset + length)])
    }

    private static func malformed(_ type: OID) -> PostgresError {
        PostgresError(.unexpectedResult, message: "a value of type \(type) is no array")
    }
}

extension [UInt8] {
    /// Appends what stands before the elements of an array; an empty one has no dimension at all.
    mutating func append(arrayHeader element: OID, count: Int, hasNulls: Bool) {
        append(bigEndian: Int32(count == 0 ? 0 : 1))
        append(bigEndian: Int32(hasNulls ? 1 : 0))
        append(bigEndian: element.rawValue)
        guard count > 0 else { return }
        append(bigEndian: Int32(clamping: count))
        append(bigEndian: Int32(1))
    }
}
