import LocalPostgres
import Logging
import Postgres
import Spotter

/// A database for commands, prepared by `spotter migrate` itself.
struct CommandQueue: Sendable {
    let url: String
    let store: JobStore

    static func with(_ body: (CommandQueue) async throws -> Void) async throws {
        try await TestDatabase.with { url in
            let migrated = try await CommandRun.spotter(["migrate"], url: url)
            guard migrated.status == 0 else { throw Failed(reason: migrated.errors) }
            let pool = Pool(
                try ConnectionSettings(uri: url), size: 2, logger: Logger(label: "command test"))
            do {
                try await body(CommandQueue(url: url, store: JobStore(pool: pool)))
            } catch {
                await pool.shutdown(deadline: .seconds(1))
                throw error
            }
            await pool.shutdown(deadline: .seconds(1))
        }
    }

    struct Failed: Error {
        let reason: String
    }

    func spotter(_ arguments: String..., input: String = "") async throws -> CommandRun {
        try await CommandRun.spotter(arguments, url: url, input: input)
    }

    /// Adds jobs that have been cancelled, which is what can be requeued without running anything.
    func cancelled(_ count: Int, kind: String = "a") async throws -> [Int64] {
        let ids = try await store.enqueue(
            Array(repeating: NewJob(kind: kind, args: JSONBytes("{}")), count: count)
        ).map(\.id)
        _ = try await store.act(
            .cancel, on: ids, reason: "test", by: Admin(name: "test", source: "test"))
        return ids
    }

    func count(_ state: JobState) async throws -> Int {
        var filter = JobFilter()
        filter.states = [state]
        return try await store.count(filter).value
    }
}
