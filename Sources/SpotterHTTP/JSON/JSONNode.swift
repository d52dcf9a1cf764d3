/// One entry of a document's index: a value, or a key before its value.
struct JSONNode: Sendable {
    enum Kind: UInt8, Sendable {
        case object, array, string, escapedString, number, `true`, `false`, null, key, escapedKey
    }

    var kind: Kind
    /// The bytes of the value, quotes and brackets included.
    var start: Int
    var end: Int
    /// The entry after this one and all that is inside it.
    var next: Int
}
