/// A `numeric` in its text form, read from the binary one.
///
/// - SeeAlso: `numeric_send` in PostgreSQL's `numeric.c`: four 16-bit numbers (count of digits,
///   weight of the first, sign, digits after the point), then digits to the base 10,000.
struct NumericText {
    let text: String

    init?(_ bytes: UnsafeRawBufferPointer) {
        guard bytes.count >= 8 else { return nil }
        let digitCount = Int(bytes.bigEndian(Int16.self, at: 0))
        let weight = Int(bytes.bigEndian(Int16.self, at: 2))
        let sign = bytes.bigEndian(UInt16.self, at: 4)
        let scale = Int(bytes.bigEndian(UInt16.self, at: 6))
        guard digitCount >= 0, bytes.count == 8 + 2 * digitCount else { return nil }
        switch sign {
        case 0x0000, 0x4000: break
        case 0xC000:
            text = "NaN"
            return
        case 0xD000:
            text = "Infinity"
            return
        case 0xF000:
            text = "-Infinity"
            return
        default: return nil
        }
        func group(_ index: Int) -> String {
            guard index >= 0, index < digitCount else { return "0000" }
            let digits = String(bytes.bigEndian(UInt16.self, at: 8 + 2 * index))
            return String(repeating: "0", count: max(0, 4 - digits.count)) + digits
        }
        var whole = ""
        for index in 0..<max(0, weight + 1) { whole += group(index) }
        whole = String(whole.drop { $0 == "0" })
        var fraction = ""
        var index = weight + 1
        while fraction.utf8.count < scale {
            fraction += group(index)
            index += 1
        }
        let point = scale > 0 ? "." + fraction.prefix(scale) : ""
        text = (sign == 0x4000 ? "-" : "") + (whole.isEmpty ? "0" : whole) + point
    }
}
