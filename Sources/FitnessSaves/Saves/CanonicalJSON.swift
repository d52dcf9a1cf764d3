import SpotterHTTP

/// Writes a JSON value in the one form that all its spellings share.
///
/// Not JSON any more, and only for hashing: strings carry their length in place of escapes.
enum CanonicalJSON {
    /// Appends `value`, whose document has to be indexed to its depth.
    static func append(_ value: JSONValue, to bytes: inout [UInt8]) {
        switch value.kind {
        case .object:
            bytes.append(UInt8(ascii: "{"))
            let members = value.members.sorted {
                $0.key.utf8.lexicographicallyPrecedes($1.key.utf8)
            }
            for (key, value) in members {
                append(key, to: &bytes)
                append(value, to: &bytes)
            }
            bytes.append(UInt8(ascii: "}"))
        case .array:
            bytes.append(UInt8(ascii: "["))
            for element in value.elements { append(element, to: &bytes) }
            bytes.append(UInt8(ascii: "]"))
        case .string: append(value.string ?? "", to: &bytes)
        case .number, .boolean, .null:
            bytes.append(contentsOf: value.bytes)
            bytes.append(UInt8(ascii: ";"))
        }
    }

    private static func append(_ text: String, to bytes: inout [UInt8]) {
        bytes.append(contentsOf: "\(text.utf8.count):".utf8)
        bytes.append(contentsOf: text.utf8)
    }
}
