import Postgres
import Testing

#if canImport(FoundationEssentials)
    import FoundationEssentials
#else
    import Foundation
#endif

/// A broken server, or somebody between, must not be able to crash us.
@Suite("malformed bytes")
struct MalformedTests {
    private static let types: [OID] = [
        .bool, .bytea, .int2, .int4, .int8, .text, .oid, .json, .float4, .float8, .timestamptz,
        .interval, .numeric, .uuid, .jsonb, .xid8, OID(rawValue: 1016), OID(rawValue: 100_000),
    ]

    private func decodeAll(_ bytes: [UInt8], _ type: OID) {
        bytes.withUnsafeBytes { bytes in
            _ = try? Bool(postgres: bytes, type: type)
            _ = try? Int16(postgres: bytes, type: type)
            _ = try? Int64(postgres: bytes, type: type)
            _ = try? Double(postgres: bytes, type: type)
            _ = try? String(postgres: bytes, type: type)
            _ = try? UUID(postgres: bytes, type: type)
            _ = try? JSONBytes(postgres: bytes, type: type)
            _ = try? Duration(postgres: bytes, type: type)
            _ = (try? Timestamp(postgres: bytes, type: type)).map { ($0.date, $0.description) }
            _ = try? [Int](postgres: bytes, type: type)
            _ = try? [String?](postgres: bytes, type: type)
            _ = try? [JSONBytes](postgres: bytes, type: type)
            _ = try? [[UInt8]](postgres: bytes, type: type)
        }
    }

    @Test("are errors or values, never a crash")
    func random() {
        var generator = SystemRandomNumberGenerator()
        for _ in 0..<300 {
            let length = Int.random(in: 0...40, using: &generator)
            // Mostly small numbers: they are what lengths and counts are made of.
            let bytes = (0..<length).map { _ in
                Bool.random(using: &generator)
                    ? UInt8.random(in: 0...4, using: &generator)
                    : UInt8.random(in: 0...255, using: &generator)
            }
            for type in Self.types { decodeAll(bytes, type) }
        }
    }

    @Test("a damaged array is an error at every place where it is damaged")
    func damagedArray() throws {
        var good: [UInt8] = []
        try [1, nil, 3].encode(into: &good)
        for length in 0..<good.count { decodeAll(Array(good[..<length]), OID(rawValue: 1016)) }
        for place in good.indices {
            for value: UInt8 in [0, 1, 0x7F, 0x80, 0xFF] {
                var bad = good
                bad[place] = value
                decodeAll(bad, OID(rawValue: 1016))
            }
        }
        let whole = try good.withUnsafeBytes { try [Int?](postgres: $0, type: OID(rawValue: 1016)) }
        #expect(whole == [1, nil, 3])
    }
}
