/// Writes JSON into bytes, without a tree and without Foundation.
///
/// Commas are set by the writer. What comes from a database as JSON is spliced in as it is.
package struct JSONWriter: Sendable {
    package private(set) var bytes: [UInt8] = []
    /// Whether the next value needs a comma before it.
    private var needsComma = false

    package init() {}

    package mutating func object(_ members: (inout JSONWriter) throws -> Void) rethrows {
        open(UInt8(ascii: "{"))
        try members(&self)
        close(UInt8(ascii: "}"))
    }

    package mutating func array(_ elements: (inout JSONWriter) throws -> Void) rethrows {
        open(UInt8(ascii: "["))
        try elements(&self)
        close(UInt8(ascii: "]"))
    }

    /// Writes the key of the next value.
    package mutating func key(_ key: String) {
        comma()
        JSONText.quote(key, into: &bytes)
        bytes.append(UInt8(ascii: ":"))
        needsComma = false
    }

    /// Writes a string, or null.
    package mutating func value(_ text: String?) {
        comma()
        if let text {
            JSONText.quote(text, into: &bytes)
        } else {
            bytes.append(contentsOf: "null".utf8)
        }
    }

    package mutating func value(_ number: Int) {
        comma()
        bytes.append(contentsOf: String(number).utf8)
    }

    package mutating func value(_ truth: Bool) {
        comma()
        bytes.append(contentsOf: (truth ? "true" : "false").utf8)
    }

    /// Writes a finite number; infinities and NaN, which JSON does not have, as null.
    package mutating func value(_ number: Double) {
        comma()
        bytes.append(contentsOf: (number.isFinite ? "\(number)" : "null").utf8)
    }

    /// Splices in bytes that are one JSON value already.
    package mutating func raw(_ json: some Sequence<UInt8>) {
        comma()
        bytes.append(contentsOf: json)
    }

    package mutating func member(_ key: String, _ text: String?) {
        self.key(key)
        value(text)
    }

    package mutating func member(_ key: String, _ number: Int) {
        self.key(key)
        value(number)
    }

    package mutating func member(_ key: String, _ truth: Bool) {
        self.key(key)
        value(truth)
    }

    package mutating func member(_ key: String, raw json: some Sequence<UInt8>) {
        self.key(key)
        raw(json)
    }

    private mutating func comma() {
        if needsComma { bytes.append(UInt8(ascii: ",")) }
        needsComma = true
    }

    private mutating func open(_ bracket: UInt8) {
        comma()
        bytes.append(bracket)
        needsComma = false
    }

    private mutating func close(_ bracket: UInt8) {
        bytes.append(bracket)
        needsComma = true
    }
}
