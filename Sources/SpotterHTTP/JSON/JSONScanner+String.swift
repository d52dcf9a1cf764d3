extension JSONScanner {
    /// Steps over a string, from quote to quote.
    ///
    /// Returns whether there are escapes in it.
    mutating func string() throws(JSONError) -> Bool {
        let start = position
        var hasEscapes = false
        position += 1
        while let byte = peek {
            switch byte {
            case UInt8(ascii: "\""):
                position += 1
                return hasEscapes
            case UInt8(ascii: "\\"):
                hasEscapes = true
                try escape(in: start)
            case 0..<0x20: throw syntax("a control character that is not escaped")
            case 0x20..<0x80: position += 1
            default: try multibyte(byte)
            }
        }
        throw syntax("the text ends inside a string")
    }

    private mutating func escape(in start: Int) throws(JSONError) {
        position += 1
        switch peek {
        case UInt8(ascii: "\""), UInt8(ascii: "\\"), UInt8(ascii: "/"), UInt8(ascii: "b"),
            UInt8(ascii: "f"), UInt8(ascii: "n"), UInt8(ascii: "r"), UInt8(ascii: "t"):
            position += 1
        case UInt8(ascii: "u"):
            let unit = try hexadecimal()
            if unit == 0 { note(.nulCharacter, "a NUL character", at: start) }
            guard unit & 0xF800 == 0xD800 else { return }
            guard unit < 0xDC00, peek == UInt8(ascii: "\\") else { throw loneSurrogate }
            position += 1
            guard peek == UInt8(ascii: "u") else { throw loneSurrogate }
            guard try hexadecimal() & 0xFC00 == 0xDC00 else { throw loneSurrogate }
        default: throw syntax("there is no such escape")
        }
    }

    private var loneSurrogate: JSONError { syntax("half of a surrogate pair") }

    /// Steps over `u` and its four digits.
    private mutating func hexadecimal() throws(JSONError) -> UInt16 {
        position += 1
        var unit: UInt16 = 0
        for _ in 0..<4 {
            guard let digit = peek.flatMap(JSONText.hexadecimal) else {
                throw syntax("four hexadecimal digits should be here")
            }
            unit = unit << 4 | UInt16(digit)
            position += 1
        }
        return unit
    }

    /// Steps over a character of two to four bytes, by table 3-7 of the Unicode standard.
    private mutating func multibyte(_ lead: UInt8) throws(JSONError) {
        let (rest, second): (Int, ClosedRange<UInt8>) =
            switch lead {
            case 0xC2...0xDF: (1, 0x80...0xBF)
            case 0xE0: (2, 0xA0...0xBF)
            case 0xED: (2, 0x80...0x9F)
            case 0xE1...0xEF: (2, 0x80...0xBF)
            case 0xF0: (3, 0x90...0xBF)
            case 0xF1...0xF3: (3, 0x80...0xBF)
            case 0xF4: (3, 0x80...0x8F)
            default: (0, 0x80...0xBF)
            }
        guard rest > 0 else { throw syntax("not UTF-8") }
        position += 1
        for index in 0..<rest {
            let allowed = index == 0 ? second : 0x80...0xBF
            guard let byte = peek, allowed.contains(byte) else { throw syntax("not UTF-8") }
            position += 1
        }
    }
}
