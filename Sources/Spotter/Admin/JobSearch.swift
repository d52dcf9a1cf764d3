import Postgres

/// Finds jobs by a filter, newest first, page after page.
///
/// There are two ways. Whoever looks for `completed` jobs, or for jobs in any state, walks all jobs
/// from the newest down: such a filter mostly meets what it looks for soon. The other states are
/// marked: failed and cancelled jobs by partial indexes, waiting ones by `ready`, running ones by
/// their lease; there the few candidates are read and each is looked at.
struct JobSearch {
    /// Candidates of the first look; each further one takes four times as many, because each has to
    /// scan anew what marks them.
    private static let candidatesFirst = 2000
    private static let candidatesMax = 128_000
    /// Jobs of long transactions have an earlier time than their neighbours by id.
    ///
    /// An hour is longer than any transaction should last.
    private static let margin: Int64 = 3_600_000_000

    let store: JobStore
    let filter: JobFilter
    /// How long all its looks together may take.
    private let timeMax: Duration
    /// Only jobs with a lower id are found from now on.
    private var before: Int64
    /// No job with a lower id can match; nil: not known yet.
    private var lowest: Int64?

    init(store: JobStore, filter: JobFilter, before: Int64, timeMax: Duration) {
        self.store = store
        self.filter = filter
        self.before = before
        self.timeMax = timeMax
    }

    /// The next ids that match; fewer than `limit` when there are no more.
    mutating func next(_ limit: Int, on connection: isolated Connection) throws -> [Int64] {
        let lowest = try bounds(on: connection)
        let isMarked = !filter.states.isEmpty && !filter.states.contains(.completed)
        let found =
            isMarked
            ? try marked(limit, from: lowest, on: connection)
            : try walk(limit, from: lowest, on: connection)
        if let last = found.last { before = last }
        return found
    }

    private func walk(
        _ limit: Int, from lowest: Int64, on connection: isolated Connection
    ) throws -> [Int64] {
        try connection.query(
            store.statement(.jobMatch), before, lowest, filter.kind, filter.queue, filter.tag,
            filter.args, filter.since, filter.until, words, filter.error, Int64(limit)
        ).decode(Int64.self)
    }

    private func marked(
        _ limit: Int, from lowest: Int64, on connection: isolated Connection
    ) throws -> [Int64] {
        var found: [Int64] = []
        var position = before
        var most = Self.candidatesFirst
        let end = Deadline.after(timeMax)
        while found.count < limit {
            guard !end.isPast else {
                throw SpotterError(
                    .searchTooWide,
                    "the search took more than \(timeMax / .seconds(1)) s; narrow it, by --since or --kind for example"
                )
            }
            let candidates = try connection.query(
                store.statement(.jobMarked), position, lowest, words, filter.queue, filter.kind,
                Int64(most), filter.error
            ).decode(Int64.self)
            guard let last = candidates.last else { break }
            found += try connection.query(
                store.statement(.jobSift), Array(Set(candidates)), filter.kind, filter.queue,
                filter.tag, filter.args, filter.since, filter.until, words, filter.error,
                Int64(limit - found.count)
            ).decode(Int64.self)
            position = last
            most = min(most * 4, Self.candidatesMax)
        }
        return found
    }

    private var words: [String]? {
        filter.states.isEmpty ? nil : filter.states.map(\.rawValue).sorted()
    }

    /// Narrows the search to the ids of the time asked for.
    private mutating func bounds(on connection: isolated Connection) throws -> Int64 {
        if let lowest { return lowest }
        var found = Int64.min
        if let since = filter.since, since.isFinite {
            found = try bisect(since, by: -Self.margin, on: connection)
        }
        if let until = filter.until, until.isFinite {
            before = min(before, try bisect(until, by: Self.margin, on: connection))
        }
        lowest = found
        return found
    }

    private func bisect(
        _ time: Timestamp, by margin: Int64, on connection: isolated Connection
    ) throws -> Int64 {
        let (moved, overflow) = time.microseconds.addingReportingOverflow(margin)
        let moment = overflow ? time : Timestamp(microseconds: moved)
        return try connection.query(store.statement(.jobBisect), moment).only(as: Int64.self)
    }
}
