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
