import HTTPTypes
package import Hummingbird

/// Gives every answer the headers that keep browsers from guessing.
///
/// A part that serves pages sets its own `Content-Security-Policy` and `Cache-Control`; what is
/// there stays. The policy for all else allows nothing at all, which is right for JSON and text.
package struct SecurityHeadersMiddleware<Context: ServerContext>: RouterMiddleware {
    package init() {}

    package func handle(
        _ request: Request, context: Context, next: (Request, Context) async throws -> Response
    ) async throws -> Response {
        var response = try await next(request, context)
        for (name, value) in Self.defaults where response.headers[name] == nil {
            response.headers[name] = value
        }
        return response
    }

    private static var defaults: [(HTTPField.Name, String)] {
        [
            (.contentSecurityPolicy, "default-src 'none'; base-uri 'none'; frame-ancestors 'none'"),
            (.xContentTypeOptions, "nosniff"),
            (.constant("Referrer-Policy"), "no-referrer"),
            (.crossOriginResourcePolicy, "same-origin"),
            (.strictTransportSecurity, "max-age=31536000"),
            (.cacheControl, "no-store"),
        ]
    }
}
