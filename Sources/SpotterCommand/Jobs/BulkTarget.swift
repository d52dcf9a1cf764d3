import Postgres
import Spotter

/// The jobs that a change from the shell concerns, looked up once before asking.
struct BulkTarget: Sendable {
    /// As given; empty where there is a filter.
    let ids: [Int64]
    let filter: JobFilter
    let count: CappedCount
    /// The newest of them, to look at.
    let sample: [JobRecord]
    /// With a filter, the id from which on jobs are not meant, because they came after the looking;
    /// nil where nothing matched.
    let before: Int64?
    /// The database's time of looking.
    let now: Timestamp

    private static let sampleMax = 5

    init(
        _ options: BulkActOptions, states: Set<JobState>, countCap: Int,
        in session: DatabaseSession
    ) async throws {
        let store = session.store
        now = try await store.now()
        ids = Array(Set(options.ids.map(\.value))).sorted()
        guard ids.isEmpty else {
            filter = JobFilter()
            count = CappedCount(ids.count)
            sample = try await store.jobs(Array(ids.suffix(Self.sampleMax)))
            before = nil
            return
        }
        var filter = try await options.filter.filter(in: store)
        filter.states = states
        self.filter = filter
        count = try await store.count(filter, cap: countCap, timeMax: .seconds(60))
        sample = try await store.jobs(filter, limit: Self.sampleMax)
        before = sample.first.map { $0.id + 1 }
    }
}
