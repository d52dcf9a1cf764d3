import HTTPTypes
package import Hummingbird

/// Lets pages of the named origins call the API, and nobody else's.
///
/// Without `Access-Control-Allow-Credentials`: users come with a token in a header, never with a
/// cookie.
package struct CORSPolicy<Context: RequestContext>: RouterMiddleware {
    private let origins: Set<String>

    package init(origins: [String]) { self.origins = Set(origins) }

    package func handle(
        _ request: Request, context: Context, next: (Request, Context) async throws -> Response
    ) async throws -> Response {
        let origin = request.headers[.origin].flatMap { origins.contains($0) ? $0 : nil }
        let isPreflight =
            request.method == .options && request.headers[.accessControlRequestMethod] != nil
        if isPreflight, let origin {
            return Response(status: .noContent, headers: Self.preflight(origin))
        }
        var response = try await next(request, context)
        // Also without an origin: a cache must not give one origin's answer to another.
        if !origins.isEmpty { response.headers[.vary] = "Origin" }
        guard let origin else { return response }
        response.headers[.accessControlAllowOrigin] = origin
        response.headers[.accessControlExposeHeaders] =
            "Idempotency-Replayed, Location, Retry-After, X-Request-Id"
        response.headers[.crossOriginResourcePolicy] = "cross-origin"
        return response
    }

    private static func preflight(_ origin: String) -> HTTPFields {
        [
            .accessControlAllowOrigin: origin,
            .accessControlAllowMethods: "GET, POST, PUT, DELETE",
            .accessControlAllowHeaders:
                "Authorization, Content-Type, Idempotency-Key, Prefer, X-Request-Id",
            .accessControlMaxAge: "600",
            .vary: "Origin",
        ]
    }
}

extension CORSPolicy where Context == BasicServerContext {
    /// Whether `text` is written as browsers send an origin: scheme, host and perhaps a port.
    static func isOrigin(_ text: String) -> Bool {
        guard let scheme = ["https://", "http://"].first(where: { text.hasPrefix($0) }) else {
            return false
        }
        let rest = text.dropFirst(scheme.count)
        let isPlain = rest.utf8.allSatisfy { byte in
            switch byte {
            case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "0")...UInt8(ascii: "9"),
                UInt8(ascii: "."), UInt8(ascii: "-"), UInt8(ascii: ":"), UInt8(ascii: "["),
                UInt8(ascii: "]"):
                true
            default: false
            }
        }
        return !rest.isEmpty && isPlain
    }
}
