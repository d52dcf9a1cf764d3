/// Checks a JSON text in one pass and indexes its upper levels.
///
/// Strict where parsers differ: RFC 8259's grammar, UTF-8 without overlong forms or surrogates, no
/// lone surrogate escapes, no byte order mark, nothing after the value. Broken limits do not end
/// the pass: a text that is not JSON is called so even when it breaks a limit earlier. Only depth
/// ends it at once, because the recursion must stay bounded.
///
/// Nothing here can trap, whatever the bytes: every look ahead goes through `peek`, and sums are of
/// numbers bounded by the text's length.
struct JSONScanner {
    let bytes: [UInt8]
    let limits: JSONLimits
    var position = 0
    var depth = 0
    var nodes: [JSONNode] = []

    /// Where the pass is, from the outermost container inwards.
    var path: [Step] = []
    /// The keys of all open objects, the innermost's last.
    var keys: [Key] = []
    /// The keys that had escapes, without them.
    var unescaped: [UInt8] = []
    /// The first broken limit.
    var violation: JSONError?
    var numberGrowth = 0

    /// A key of an open object, as a range of `bytes` or of `unescaped`.
    struct Key {
        var start: Int
        var end: Int
        var isUnescaped: Bool
        /// Where it stands in `bytes`, to name the second of two equal ones.
        var offset: Int
    }

    enum Step {
        case key(Key)
        case index(Int)
    }

    init(_ bytes: [UInt8], limits: JSONLimits) {
        self.bytes = bytes
        self.limits = limits
    }

    /// Checks the whole text.
    ///
    /// Call it once.
    mutating func scan() throws(JSONError) {
        skipWhitespace()
        try value()
        skipWhitespace()
        guard position == bytes.count else { throw syntax("something follows the value") }
        if let violation { throw violation }
    }

    private mutating func value() throws(JSONError) {
        switch peek {
        case UInt8(ascii: "{"): try object()
        case UInt8(ascii: "["): try array()
        case UInt8(ascii: "\""):
            let start = position
            let hasEscapes = try string()
            record(hasEscapes ? .escapedString : .string, from: start)
        case UInt8(ascii: "-"): try number()
        case let byte? where JSONText.isDigit(byte): try number()
        case UInt8(ascii: "t"): try literal("true", .true)
        case UInt8(ascii: "f"): try literal("false", .false)
        case UInt8(ascii: "n"): try literal("null", .null)
        case nil: throw syntax("the text ends where a value should be")
        default: throw syntax("this is not the beginning of a value")
        }
    }

    private mutating func object() throws(JSONError) {
        let node = try open(.object)
        let firstKey = keys.count
        let unescapedBefore = unescaped.count
        if !take(UInt8(ascii: "}")) {
            repeat {
                skipWhitespace()
                let key = try self.key()
                skipWhitespace()
                guard take(UInt8(ascii: ":")) else { throw syntax("a colon should be here") }
                path.append(.key(key))
                skipWhitespace()
                try value()
                path.removeLast()
                skipWhitespace()
            } while take(UInt8(ascii: ","))
            guard take(UInt8(ascii: "}")) else { throw syntax("a comma or } should be here") }
        }
        checkDuplicates(from: firstKey)
        keys.removeLast(keys.count - firstKey)
        unescaped.removeLast(unescaped.count - unescapedBefore)
        close(node)
    }

    private mutating func array() throws(JSONError) {
        let node = try open(.array)
        if !take(UInt8(ascii: "]")) {
            var index = 0
            repeat {
                path.append(.index(index))
                skipWhitespace()
                try value()
                path.removeLast()
                index += 1
                skipWhitespace()
            } while take(UInt8(ascii: ","))
            guard take(UInt8(ascii: "]")) else { throw syntax("a comma or ] should be here") }
        }
        close(node)
    }

    private mutating func key() throws(JSONError) -> Key {
        guard peek == UInt8(ascii: "\"") else { throw syntax("a key in quotes should be here") }
        let start = position
        let hasEscapes = try string()
        record(hasEscapes ? .escapedKey : .key, from: start)
        var key = Key(start: start + 1, end: position - 1, isUnescaped: false, offset: start)
        if hasEscapes {
            let from = unescaped.count
            JSONText.unescape(bytes[key.start..<key.end], into: &unescaped)
            key = Key(start: from, end: unescaped.count, isUnescaped: true, offset: start)
        }
        keys.append(key)
        return key
    }

    private mutating func literal(_ word: StaticString, _ kind: JSONNode.Kind) throws(JSONError) {
        let start = position
        let matches = word.withUTF8Buffer { word in
            bytes.dropFirst(position).starts(with: word)
        }
        guard matches else { throw syntax("this is neither true, false nor null") }
        position += word.utf8CodeUnitCount
        record(kind, from: start)
    }

    /// Enters a container and the white space after its bracket.
    private mutating func open(_ kind: JSONNode.Kind) throws(JSONError) -> Int? {
        guard depth < limits.depthMax else {
            throw error(
                .tooDeep, "more than \(limits.depthMax) levels inside each other", at: position)
        }
        record(kind, from: position)
        let node = depth < limits.indexDepth ? nodes.count - 1 : nil
        depth += 1
        position += 1
        skipWhitespace()
        return node
    }

    private mutating func close(_ node: Int?) {
        depth -= 1
        guard let node else { return }
        nodes[node].end = position
        nodes[node].next = nodes.count
    }

    /// Notes a value that ends here, if its level is indexed.
    mutating func record(_ kind: JSONNode.Kind, from start: Int) {
        guard depth < limits.indexDepth else { return }
        nodes.append(JSONNode(kind: kind, start: start, end: position, next: nodes.count + 1))
    }
}

extension JSONScanner {
    /// The byte at hand; nil at the end.
    var peek: UInt8? { position < bytes.count ? bytes[position] : nil }

    /// Steps over `byte` if it is at hand.
    mutating func take(_ byte: UInt8) -> Bool {
        guard peek == byte else { return false }
        position += 1
        return true
    }

    mutating func skipWhitespace() {
        while let byte = peek, byte == 0x20 || byte == 0x0A || byte == 0x0D || byte == 0x09 {
            position += 1
        }
    }

    func syntax(_ reason: String) -> JSONError {
        JSONError(code: .syntax, offset: position, pointer: "", reason: reason)
    }

    /// Remembers a broken limit, unless there was one before.
    mutating func note(_ code: JSONError.Code, _ reason: @autoclosure () -> String, at offset: Int)
    {
        guard violation == nil else { return }
        violation = error(code, reason(), at: offset)
    }

    func error(_ code: JSONError.Code, _ reason: String, at offset: Int) -> JSONError {
        JSONError(code: code, offset: offset, pointer: pointer.description, reason: reason)
    }

    /// The place of the value at hand.
    var pointer: JSONPointer {
        path.reduce(JSONPointer()) { pointer, step in
            switch step {
            case .key(let key): pointer.member(text(of: key))
            case .index(let index): pointer.element(index)
            }
        }
    }
}
