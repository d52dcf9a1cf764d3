package import Hummingbird
package import Metrics

/// Counts and times requests by method, route and status.
///
/// The route is its pattern, never the path that was sent, so that the labels stay few.
package struct RequestMetricsMiddleware<Context: ServerContext>: RouterMiddleware {
    private let factory: any MetricsFactory

    package init(factory: any MetricsFactory = MetricsSystem.factory) { self.factory = factory }

    package func handle(
        _ request: Request, context: Context, next: (Request, Context) async throws -> Response
    ) async throws -> Response {
        let start = ContinuousClock.now
        let response = try await next(request, context)
        let dimensions = [
            ("method", Self.known.contains(request.method) ? request.method.rawValue : "other"),
            ("route", context.endpointPath ?? "unknown"),
            ("status", String(response.status.code)),
        ]
        let timer = Timer(
            label: "http.server.request.duration", dimensions: dimensions, factory: factory)
        let elapsed = (ContinuousClock.now - start).components
        timer.recordNanoseconds(
            elapsed.seconds * 1_000_000_000 + elapsed.attoseconds / 1_000_000_000)
        return response
    }

    private static var known: [HTTPRequest.Method] {
        [.get, .head, .post, .put, .delete, .options, .patch]
    }
}
