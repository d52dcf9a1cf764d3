/// A JSON text as bytes: what the server stores and sends, not parsed here.
public struct JSONBytes: Hashable, Sendable {
    /// UTF-8 JSON.
    ///
    /// The server checks it when it is sent.
    public let bytes: [UInt8]

    /// The JSON text in `bytes`, which are not looked at.
    public init(bytes: [UInt8]) {
        self.bytes = bytes
    }

    /// The JSON text in `text`, which is not looked at.
    public init(_ text: String) {
        self.init(bytes: Array(text.utf8))
    }

    /// The text.
    public var text: String {
        String(decoding: bytes, as: UTF8.self)
    }
}

extension JSONBytes: PostgresEncodable, PostgresDecodable, PostgresArrayElement {
    /// `jsonb`.
    public static var oid: OID { .jsonb }
    /// `jsonb[]`.
    public static var arrayOID: OID { OID(rawValue: 3807) }

    /// The version byte of the binary format, then the text.
    public func encode(into bytes: inout [UInt8]) throws(PostgresError) {
        bytes.append(Self.version)
        bytes.append(contentsOf: self.bytes)
    }

    /// Reads `json` as stored, and `jsonb` as the server writes it out.
    public init(postgres bytes: UnsafeRawBufferPointer, type: OID) throws(PostgresError) {
        self.init(bytes: Array(try Self.payload(bytes, type: type)))
    }

    /// The only version there is (`jsonb_send`).
    private static let version: UInt8 = 1

    static func payload(
        _ bytes: UnsafeRawBufferPointer, type: OID
    ) throws(PostgresError) -> UnsafeRawBufferPointer {
        switch type {
        case .json: return bytes
        case .jsonb:
            guard bytes.first == version else { throw malformed(type, bytes.count) }
            return UnsafeRawBufferPointer(rebasing: bytes.dropFirst())
        default: throw mismatch(type)
        }
    }
}
