/// A value of a checked document, as far down as the document is indexed.
package struct JSONValue: Sendable {
    let document: JSONDocument
    let index: Int

    package enum Kind: String, Sendable {
        case object, array, string, number, boolean, null
    }

    private var node: JSONNode { document.nodes[index] }

    package var kind: Kind {
        switch node.kind {
        case .object: .object
        case .array: .array
        case .string, .escapedString, .key, .escapedKey: .string
        case .number: .number
        case .true, .false: .boolean
        case .null: .null
        }
    }

    /// The value's bytes as they were sent.
    package var bytes: ArraySlice<UInt8> { document.bytes[node.start..<node.end] }

    /// The text of a string, without its escapes; nil for any other kind.
    package var string: String? {
        let inside = bytes.dropFirst().dropLast()
        switch node.kind {
        case .string, .key: return String(decoding: inside, as: UTF8.self)
        case .escapedString, .escapedKey:
            var text: [UInt8] = []
            JSONText.unescape(inside, into: &text)
            return String(decoding: text, as: UTF8.self)
        default: return nil
        }
    }

    /// The value of a whole number without fraction and exponent; nil for any other value.
    package var integer: Int? {
        node.kind == .number ? Int(String(decoding: bytes, as: UTF8.self)) : nil
    }

    package var boolean: Bool? {
        switch node.kind {
        case .true: true
        case .false: false
        default: nil
        }
    }

    /// The members of an object in the order sent; empty for any other kind.
    package var members: [(key: String, value: JSONValue)] {
        guard node.kind == .object else { return [] }
        let children = self.children
        return stride(from: 0, to: children.count - 1, by: 2).map { position in
            (children[position].string ?? "", children[position + 1])
        }
    }

    /// The elements of an array; empty for any other kind.
    package var elements: [JSONValue] { node.kind == .array ? children : [] }

    /// The member `key` of an object; nil for any other kind.
    package subscript(key: String) -> JSONValue? {
        guard node.kind == .object else { return nil }
        var next = index + 1
        while next + 1 < node.next {
            if JSONValue(document: document, index: next).string == key {
                return JSONValue(document: document, index: next + 1)
            }
            next = document.nodes[next + 1].next
        }
        return nil
    }

    private var children: [JSONValue] {
        var children: [JSONValue] = []
        var next = index + 1
        while next < node.next {
            children.append(JSONValue(document: document, index: next))
            next = document.nodes[next].next
        }
        return children
    }
}
