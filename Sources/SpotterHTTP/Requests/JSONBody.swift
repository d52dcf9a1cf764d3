import HTTPTypes
package import Hummingbird
import NIOCore

/// Takes in the body of a request that has to be JSON.
package enum JSONBody {
    /// Reads at most `sizeMax` bytes.
    ///
    /// A declared length over the limit is refused before the first byte is read; an undeclared one
    /// as soon as it is passed.
    ///
    /// - Throws: `Problem` with `unsupported_media_type` or `payload_too_large`; the parser's or
    ///   the connection's error when the body breaks off.
    package static func read(_ request: Request, sizeMax: Int) async throws -> [UInt8] {
        try checkType(request.headers)
        let tooLarge = Problem(.payloadTooLarge, "The body may have \(sizeMax) bytes")
        if let length = request.headers[.contentLength].flatMap(Int.init), length > sizeMax {
            throw tooLarge
        }
        var bytes: [UInt8] = []
        for try await buffer in request.body {
            guard bytes.count + buffer.readableBytes <= sizeMax else { throw tooLarge }
            bytes.append(contentsOf: buffer.readableBytesView)
        }
        return bytes
    }

    /// `application/json`, or a type that ends in `+json`, in UTF-8, and not compressed.
    static func checkType(_ headers: HTTPFields) throws(Problem) {
        let wrong = Problem(
            .unsupportedMediaType, "Send Content-Type: application/json",
            headers: [.accept: "application/json"])
        guard headers[values: .contentType].count == 1, let field = headers[.contentType] else {
            throw wrong
        }
        let parts = field.split(separator: ";", omittingEmptySubsequences: false).map(trimmed)
        let type = parts[0].lowercased()
        guard
            type == "application/json"
                || (type.hasPrefix("application/") && type.hasSuffix("+json"))
        else { throw wrong }
        for parameter in parts.dropFirst() where parameter.lowercased().hasPrefix("charset") {
            let charset = parameter.dropFirst("charset".count).filter { $0 != "\"" && $0 != " " }
            guard charset.lowercased() == "=utf-8" else { throw wrong }
        }
        if let encoding = headers[.contentEncoding], encoding.lowercased() != "identity" {
            throw Problem(.unsupportedMediaType, "Send the body without Content-Encoding")
        }
    }

    private static func trimmed(_ text: Substring) -> Substring {
        let isSpace: (Character) -> Bool = { $0 == " " || $0 == "\t" }
        let start = text.drop(while: isSpace)
        return start.lastIndex { !isSpace($0) }.map { start[...$0] } ?? ""
    }
}
