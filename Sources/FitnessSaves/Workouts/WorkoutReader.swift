import Hummingbird
import SpotterHTTP

/// Shows "My Workouts": what is stored, and what is still on its way.
struct WorkoutReader: Sendable {
    let workouts: WorkoutStore

    /// `GET /api/fitness/workouts`: a page of the list.
    func list(_ request: Request, _ context: FitnessContext) async throws -> Response {
        let user = try context.signedIn()
        let query = try Query(request)
        let limit = try query.limit()
        let before = try query.before(.workouts)
        let (page, next) = try await DatabasePatience(logger: context.logger).run { deadline, _ in
            try await workouts.workouts(
                of: user, before: before, limit: limit, deadline: deadline)
        }
        return .json { json in
            json.object { json in
                json.key("workouts")
                json.array { json in
                    for workout in page { workout.write(into: &json) }
                }
                json.member("next_cursor", next.map { Cursor(before: $0).text(of: .workouts) })
            }
        }
    }

    /// `GET /api/fitness/workouts/{uuid}`.
    func one(_ request: Request, _ context: FitnessContext) async throws -> Response {
        let user = try context.signedIn()
        guard let id = context.parameters.get("id").flatMap({ WorkoutID($0) }) else {
            throw Problem(.notFound)
        }
        let workout = try await DatabasePatience(logger: context.logger).run { deadline, _ in
            try await workouts.workout(id, of: user, deadline: deadline)
        }
        guard let workout else { throw Problem(.notFound) }
        return .json { workout.write(into: &$0) }
    }
}
