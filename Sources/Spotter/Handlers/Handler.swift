import Postgres

/// The code for one kind, with what a worker needs to know about it.
struct Handler: Sendable {
    enum Body: Sendable {
        case anywhere(@Sendable (JSONBytes, JobContext) async throws -> Void)
        case inTransaction(@Sendable (JSONBytes, JobContext, isolated Connection) throws -> Void)
    }

    let defaults: JobDefaults
    let body: Body
}
