/// A JSON text that has been checked, with its upper levels ready to be looked up.
///
/// The bytes stay as they came: what is passed on is cut out of them and never written anew.
package struct JSONDocument: Sendable {
    package let bytes: [UInt8]
    let nodes: [JSONNode]

    /// Checks `bytes` in one pass.
    ///
    /// - Throws: `JSONError` with `.syntax` when the text is not JSON, with another code when it
    ///   breaks one of the limits.
    package init(_ bytes: [UInt8], limits: JSONLimits = JSONLimits()) throws(JSONError) {
        var scanner = JSONScanner(bytes, limits: limits)
        try scanner.scan()
        self.bytes = bytes
        nodes = scanner.nodes
    }

    /// The outermost value.
    package var root: JSONValue { JSONValue(document: self, index: 0) }
}
