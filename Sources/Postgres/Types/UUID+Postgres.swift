#if canImport(FoundationEssentials)
    public import FoundationEssentials
#else
    public import Foundation
#endif

extension UUID: PostgresEncodable, PostgresDecodable, PostgresArrayElement {
    /// `uuid`.
    public static var oid: OID { .uuid }
    /// `uuid[]`.
    public static var arrayOID: OID { OID(rawValue: 2951) }

    /// Sixteen bytes.
    public func encode(into bytes: inout [UInt8]) throws(PostgresError) {
        Swift.withUnsafeBytes(of: uuid) { bytes.append(contentsOf: $0) }
    }

    /// Reads `uuid`.
    public init(postgres bytes: UnsafeRawBufferPointer, type: OID) throws(PostgresError) {
        guard type == .uuid else { throw Self.mismatch(type) }
        guard bytes.count == 16 else { throw Self.malformed(type, bytes.count) }
        self.init(uuid: bytes.loadUnaligned(as: uuid_t.self))
    }
}
