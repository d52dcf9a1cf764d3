extension JSONScanner {
    /// The figures of one number.
    private struct Number {
        /// Digits before the exponent, and of them those before the point.
        var digits = 0
        var integerDigits = 0
        /// The digits that are not zero: their number, and the first one with its index.
        var nonzeroDigits = 0
        var first: (digit: UInt8, index: Int)?
        /// As written, held within ±`exponentBound`.
        var exponent = 0
        var exponentDigits = 0

        /// Beyond every limit, and far from the end of `Int`.
        static let exponentBound = 100_000

        mutating func add(_ digit: UInt8) {
            if digit != UInt8(ascii: "0") {
                nonzeroDigits += 1
                if first == nil { first = (digit, digits) }
            }
            digits += 1
        }
    }

    mutating func number() throws(JSONError) {
        let start = position
        var number = Number()
        _ = take(UInt8(ascii: "-"))
        if take(UInt8(ascii: "0")) {
            number.add(UInt8(ascii: "0"))
            if digitAtHand != nil { throw syntax("a number must not begin with a zero") }
        } else {
            try digits { number.add($0) }
        }
        number.integerDigits = number.digits
        if take(UInt8(ascii: ".")) { try digits { number.add($0) } }
        if take(UInt8(ascii: "e")) || take(UInt8(ascii: "E")) { try exponent(of: &number) }
        check(number, at: start)
        record(.number, from: start)
    }

    private mutating func exponent(of number: inout Number) throws(JSONError) {
        let isNegative = take(UInt8(ascii: "-"))
        if !isNegative { _ = take(UInt8(ascii: "+")) }
        var size = 0
        var count = 0
        try digits { digit in
            size = min(size * 10 + Int(digit - UInt8(ascii: "0")), Number.exponentBound)
            count += 1
        }
        number.exponent = isNegative ? -size : size
        number.exponentDigits = count
    }

    /// Steps over one digit or more.
    private mutating func digits(_ each: (UInt8) -> Void) throws(JSONError) {
        guard digitAtHand != nil else { throw syntax("a digit should be here") }
        while let digit = digitAtHand {
            each(digit)
            position += 1
        }
    }

    private var digitAtHand: UInt8? {
        peek.flatMap { JSONText.isDigit($0) ? $0 : nil }
    }

    private mutating func check(_ number: Number, at start: Int) {
        let digitsMax = limits.numberDigitsMax
        if number.digits > digitsMax || number.exponentDigits > digitsMax {
            note(.numberTooLong, "a number of more than \(digitsMax) digits", at: start)
        }
        numberGrowth += abs(number.exponent)
        if numberGrowth > limits.numberGrowthMax {
            note(.numberTooLong, "numbers with exponents that grow too long in full", at: start)
        }
        guard let first = number.first else {
            if abs(number.exponent) > limits.zeroExponentMax {
                note(.numberOutOfRange, "a zero with too large an exponent", at: start)
            }
            return
        }
        // The power of ten of the first digit that is not zero.
        let power = number.exponent + number.integerDigits - 1 - first.index
        let max = limits.numberExponentMax
        let isPowerOfTen = first.digit == UInt8(ascii: "1") && number.nonzeroDigits == 1
        if power > max || (power == max && !isPowerOfTen) {
            note(.numberOutOfRange, "a number beyond ±1e\(max)", at: start)
        } else if power < -max {
            note(.numberOutOfRange, "a number nearer to zero than 1e-\(max)", at: start)
        }
    }
}
