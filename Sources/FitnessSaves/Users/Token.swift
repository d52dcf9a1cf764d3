import SpotterHTTP

/// A JSON Web Token taken apart, its signature not yet looked at.
struct Token {
    /// Bytes a token may have; the largest honest ones, with many claims, are half of it.
    static let sizeMax = 8 * 1024

    /// What was signed: header and claims as they were sent.
    let signed: [UInt8]
    let signature: [UInt8]
    let algorithm: String
    let keyID: String?
    let claims: JSONValue

    /// - Returns: nil when `text` is not a token, or one that asks for something unknown to us.
    init?(_ text: some StringProtocol) {
        guard text.utf8.count <= Self.sizeMax else { return nil }
        let parts = Array(text.utf8).split(
            separator: UInt8(ascii: "."), omittingEmptySubsequences: false)
        guard parts.count == 3, let head = Base64URL.decode(parts[0]),
            let body = Base64URL.decode(parts[1]), let signature = Base64URL.decode(parts[2]),
            let header = try? JSONDocument(head).root, let claims = try? JSONDocument(body).root,
            claims.kind == .object, let algorithm = header["alg"]?.string
        else { return nil }
        // "crit" lists what the reader must understand, and there is nothing of the kind that we
        // do.
        guard header["crit"] == nil, Self.isAccessToken(header["typ"]) else { return nil }
        if let keyID = header["kid"] {
            guard let text = keyID.string, text.utf8.count <= 255 else { return nil }
            self.keyID = text
        } else {
            keyID = nil
        }
        self.signature = signature
        self.algorithm = algorithm
        self.claims = claims
        signed = Array(parts[0]) + [UInt8(ascii: ".")] + Array(parts[1])
    }

    /// Keeps out tokens that were issued for something else, such as logging out.
    private static func isAccessToken(_ type: JSONValue?) -> Bool {
        guard let type else { return true }
        guard let type = type.string?.lowercased() else { return false }
        return ["jwt", "at+jwt", "application/at+jwt"].contains(type)
    }
}
