import HTTPTypes
package import Hummingbird
import NIOCore

/// Who may read `/metrics`: figures about the business are nobody else's business.
package enum MetricsAccess: Sendable {
    /// Everybody; for a port that only the inside can reach.
    case open
    /// Whoever sends one of these tokens as `Authorization: Bearer`.
    case tokens([String])
    /// Nobody: the path does not exist.
    case off

    /// The answer to `GET /metrics`.
    ///
    /// - Throws: `Problem` 401 or 404.
    package func answer(_ request: Request, registry: MetricsRegistry) throws(Problem) -> Response {
        switch self {
        case .off: throw Problem(.notFound)
        case .tokens(let tokens):
            let given = Array((request.headers[.authorization] ?? "").utf8)
            guard tokens.contains(where: { Self.isEqual(given, Array("Bearer \($0)".utf8)) }) else {
                throw Problem(.unauthorized, headers: [.wwwAuthenticate: "Bearer"])
            }
        case .open: break
        }
        return Response(
            status: .ok, headers: [.contentType: MetricsRegistry.mediaType],
            body: ResponseBody(byteBuffer: ByteBuffer(string: registry.text())))
    }

    /// Takes as long for a wrong first byte as for a wrong last one.
    private static func isEqual(_ left: [UInt8], _ right: [UInt8]) -> Bool {
        guard left.count == right.count else { return false }
        return zip(left, right).reduce(UInt8(0)) { $0 | ($1.0 ^ $1.1) } == 0
    }
}
