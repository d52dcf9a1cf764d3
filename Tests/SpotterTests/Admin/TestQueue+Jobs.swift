import Postgres
import Spotter

extension TestQueue {
    static let admin = Admin(name: "anna@test", source: "cli")

    /// Adds jobs that have failed, all with one error.
    func enqueueFailed(
        _ kind: String = "a", count: Int = 1, error: String = "boom",
        _ change: (inout NewJob) -> Void = { _ in }
    ) async throws -> [Int64] {
        let ids = try await enqueue(kind, count: count, change)
        try await execute("DELETE FROM spotter.ready WHERE job_id = ANY ($1)", ids)
        try await execute(
            """
            INSERT INTO spotter.outcome
                (job_id, attempt, state, started_at, finished_at, error_code, error)
            SELECT id, 1, 'failed', now(), now(), 'error', $2 FROM unnest($1::bigint[]) AS id
            """, ids, error)
        return ids
    }
}
