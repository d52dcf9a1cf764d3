#if canImport(FoundationEssentials)
    internal import FoundationEssentials
#else
    internal import Foundation
#endif

extension String: PostgresEncodable, PostgresDecodable, PostgresArrayElement {
    /// `text`; for another type write a cast, `$1::uuid`.
    public static var oid: OID { .text }
    /// `text[]`.
    public static var arrayOID: OID { OID(rawValue: 1009) }

    /// The UTF-8 bytes.
    ///
    /// - Throws: `.invalidParameter` if there is a NUL character: PostgreSQL has no such text.
    public func encode(into bytes: inout [UInt8]) throws(PostgresError) {
        let start = bytes.count
        bytes.append(contentsOf: utf8)
        guard !bytes[start...].contains(0) else {
            bytes.removeSubrange(start...)
            throw PostgresError(.invalidParameter, message: "a text with a NUL character")
        }
    }

    /// Reads text types, enums and other types of users that are sent as text, and the text forms
    /// of `json`, `jsonb`, `uuid` and `numeric`.
    public init(postgres bytes: UnsafeRawBufferPointer, type: OID) throws(PostgresError) {
        switch type {
        case .text, .varchar, .name, .bpchar, .unknown, .char, .json, .xml:
            self = String(decoding: bytes, as: UTF8.self)
        case .jsonb:
            self = String(decoding: try JSONBytes.payload(bytes, type: type), as: UTF8.self)
        case .uuid:
            self = try UUID(postgres: bytes, type: type).uuidString.lowercased()
        case .numeric:
            guard let numeric = NumericText(bytes) else { throw Self.malformed(type, bytes.count) }
            self = numeric.text
        case .void:
            self = ""
        default:
            // A composite or range type of a user is binary and gives itself away by its zeros.
            guard type.isUserDefined else { throw Self.mismatch(type) }
            guard !bytes.contains(0), let text = String(validating: bytes, as: UTF8.self) else {
                throw Self.malformed(type, bytes.count)
            }
            self = text
        }
    }
}
