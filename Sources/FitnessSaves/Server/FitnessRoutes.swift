import HTTPTypes
import Hummingbird
import NIOCore
import SpotterHTTP

/// Every path of the app's side, and what answers it.
struct FitnessRoutes {
    let saves: SaveController
    let saveReader: SaveReader
    let workouts: WorkoutReader
    let health: HealthController
    let metrics: MetricsAccess
    let registry: MetricsRegistry

    typealias Answer = @Sendable (Request, FitnessContext) async throws -> Response

    /// What anybody may ask for.
    var open: [(HTTPRequest.Method, String, Answer)] {
        [
            (.get, "/api/health", health.process), (.get, "/api/health/db", health.database),
            (
                .get, "/metrics",
                { [metrics, registry] request, _ in
                    try metrics.answer(request, registry: registry)
                }
            ),
            (.get, "/openapi.json", { _, _ in Self.description }),
        ]
    }

    /// What takes a user.
    var users: [(HTTPRequest.Method, String, Answer)] {
        [
            (.post, "/api/fitness/ai-interview", saves.create),
            (.get, "/api/fitness/workouts", workouts.list),
            (.get, "/api/fitness/workouts/:id", workouts.one),
            (.put, "/api/fitness/workouts/:id", saves.replace),
            (.delete, "/api/fitness/workouts/:id", saves.remove),
            (.get, "/api/fitness/saves", saveReader.list),
            (.get, "/api/fitness/saves/:id", saveReader.one),
        ]
    }

    private static var description: Response {
        Response(
            status: .ok,
            headers: [.contentType: "application/json", .cacheControl: "public, max-age=300"],
            body: ResponseBody(
                byteBuffer: ByteBuffer(string: Embedded.assets["openapi.json"] ?? "{}")))
    }
}
