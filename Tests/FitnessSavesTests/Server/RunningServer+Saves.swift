import NIOHTTP1
import Postgres
import Testing

@testable import FitnessSaves

/// The id of a test's workout number so and so.
func workoutID(_ number: Int) -> String {
    let digits = String(number)
    return "6f1c0000-0000-4000-8000-" + String(repeating: "0", count: 12 - digits.count) + digits
}

extension RunningServer {
    /// Sends Ann's saves "save 1", "save 2" and so on, each of the workout that `workout` names.
    func save(_ count: Int, workout: (Int) -> Int = { $0 }) async throws {
        for number in 1...count {
            let reply = try await send(
                .PUT, "/api/fitness/workouts/\(workoutID(workout(number)))",
                body: #"{"workout":{"name":"save \#(number)"}}"#)
            #expect(reply.status == 202)
        }
    }

    /// Applies these jobs and completes them, as a worker would.
    func apply(_ jobs: ClosedRange<Int64>) async throws {
        try await sql { connection in
            for job in jobs {
                let args = try connection.query("SELECT args FROM spotter.job WHERE id = $1", job)
                try connection.execute(.workoutSave, try args.only(as: JSONBytes.self), job)
                try Self.end(job, "completed", connection)
            }
        }
    }

    /// Sets a job failed, as a worker would after its last attempt.
    func fail(_ job: Int64) async throws {
        try await sql { try Self.end(job, "failed", $0) }
    }

    private static func end(
        _ job: Int64, _ state: String, _ connection: isolated Connection
    ) throws {
        try connection.execute("DELETE FROM spotter.ready WHERE job_id = $1", job)
        try connection.execute(
            """
            INSERT INTO spotter.outcome (job_id, attempt, state, started_at, finished_at)
            VALUES ($1, 1, $2, now(), now())
            """, job, state)
    }
}
