/// The two directions between a string and its form inside JSON's quotes.
package enum JSONText {
    /// Appends the characters that `escaped` stands for.
    ///
    /// For text that a `JSONScanner` has accepted. In other text what is no escape is dropped or
    /// kept as it is, and nothing traps.
    static func unescape(_ escaped: ArraySlice<UInt8>, into target: inout [UInt8]) {
        var rest = escaped
        while let byte = rest.popFirst() {
            guard byte == UInt8(ascii: "\\") else {
                target.append(byte)
                continue
            }
            switch rest.popFirst() {
            case UInt8(ascii: "b"): target.append(0x08)
            case UInt8(ascii: "f"): target.append(0x0C)
            case UInt8(ascii: "n"): target.append(0x0A)
            case UInt8(ascii: "r"): target.append(0x0D)
            case UInt8(ascii: "t"): target.append(0x09)
            case UInt8(ascii: "u"): appendScalar(from: &rest, to: &target)
            case let other?: target.append(other)
            case nil: return
            }
        }
    }

    private static func appendScalar(from rest: inout ArraySlice<UInt8>, to target: inout [UInt8]) {
        let high = codeUnit(&rest)
        var value = UInt32(high)
        if high & 0xFC00 == 0xD800, rest.starts(with: [UInt8(ascii: "\\"), UInt8(ascii: "u")]) {
            rest = rest.dropFirst(2)
            value = 0x10000 + (UInt32(high & 0x3FF) << 10) + UInt32(codeUnit(&rest) & 0x3FF)
        }
        let scalar = Unicode.Scalar(value) ?? "\u{FFFD}"
        target.append(contentsOf: UTF8.encode(scalar) ?? UTF8.encodedReplacementCharacter)
    }

    private static func codeUnit(_ rest: inout ArraySlice<UInt8>) -> UInt16 {
        let digits = rest.prefix(4)
        rest = rest.dropFirst(4)
        return digits.reduce(0) { $0 << 4 | UInt16(hexadecimal($1) ?? 0) }
    }

    static func isDigit(_ byte: UInt8) -> Bool {
        byte >= UInt8(ascii: "0") && byte <= UInt8(ascii: "9")
    }

    /// The value of a hexadecimal digit in either case.
    package static func hexadecimal(_ byte: UInt8) -> UInt8? {
        switch byte {
        case UInt8(ascii: "0")...UInt8(ascii: "9"): byte - UInt8(ascii: "0")
        case UInt8(ascii: "a")...UInt8(ascii: "f"): byte - UInt8(ascii: "a") + 10
        case UInt8(ascii: "A")...UInt8(ascii: "F"): byte - UInt8(ascii: "A") + 10
        default: nil
        }
    }

    /// Appends `text` in quotes, escaped as little as RFC 8259 asks for, and `<` besides, so that
    /// the result can stand in a page's script.
    package static func quote(_ text: String, into target: inout [UInt8]) {
        let digits = Array("0123456789abcdef".utf8)
        target.append(UInt8(ascii: "\""))
        for byte in text.utf8 {
            switch byte {
            case UInt8(ascii: "\""), UInt8(ascii: "\\"):
                target.append(UInt8(ascii: "\\"))
                target.append(byte)
            case 0x0A: target.append(contentsOf: [UInt8(ascii: "\\"), UInt8(ascii: "n")])
            case 0..<0x20, UInt8(ascii: "<"), 0x7F:
                target.append(contentsOf: Array("\\u00".utf8))
                target.append(digits[Int(byte >> 4)])
                target.append(digits[Int(byte & 15)])
            default: target.append(byte)
            }
        }
        target.append(UInt8(ascii: "\""))
    }
}
