/// What became of an act on many jobs.
public struct ActSummary: Sendable, Hashable {
    /// Jobs to which it was done.
    public private(set) var done = 0
    /// Jobs that were left alone, by the state that did not allow it.
    public private(set) var skipped: [JobState: Int] = [:]
    /// Ids without a job.
    public private(set) var unknown: [Int64] = []
    /// Jobs that somebody else held; worth another try.
    public private(set) var busy: [Int64] = []

    /// Starts with nothing done.
    public init() {}

    /// All jobs counted here.
    public var total: Int {
        done + skipped.values.reduce(0, +) + unknown.count + busy.count
    }

    /// Counts one result more.
    public mutating func add(_ result: ActResult, for id: Int64) {
        switch result {
        case .done: done += 1
        case .skipped(let state): skipped[state, default: 0] += 1
        case .unknown: unknown.append(id)
        case .busy: busy.append(id)
        }
    }
}
