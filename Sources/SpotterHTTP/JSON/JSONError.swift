/// Why a text was refused: it is not JSON, or it breaks one of `JSONLimits`.
package struct JSONError: Error, Equatable, CustomStringConvertible {
    /// The kind of trouble; its raw value is a stable word for programs.
    package enum Code: String, Sendable {
        /// Not JSON by RFC 8259, not UTF-8, or half of a surrogate pair.
        case syntax = "not_json"
        /// A key that is already there in the same object, compared after unescaping.
        case duplicateKey = "duplicate_key"
        /// U+0000 in a key or a string.
        case nulCharacter = "nul_character"
        /// A number too large or too near to zero.
        case numberOutOfRange = "number_out_of_range"
        /// A number of too many digits, or numbers that grow too long when written out.
        case numberTooLong = "number_too_long"
        /// Too many containers inside each other.
        case tooDeep = "too_deep"
    }

    package let code: Code

    /// Where in the text, in bytes from its beginning.
    package let offset: Int

    /// The place as a JSON Pointer (RFC 6901); empty for `.syntax`, which has no place in a
    /// document.
    package let pointer: String

    /// One sentence without any of the text in it.
    package let reason: String

    package var description: String {
        code == .syntax ? "\(reason) at byte \(offset)" : "\(reason) at \(pointer)"
    }
}
