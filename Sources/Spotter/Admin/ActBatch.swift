import Postgres

/// One transaction's worth of a bulk act, carried through lost connections.
struct ActBatch: Sendable {
    /// While the database is away: soon again at first, then every few seconds.
    static let pause = Backoff(initial: .milliseconds(200), maximum: .seconds(5))

    let store: JobStore
    let act: JobAct
    let ids: [Int64]
    let reason: String
    let admin: Admin

    /// Jobs of one transaction: few enough that it holds its locks for moments only.
    private static let sizeMax = 100

    /// The batches for `ids`, each in the order of the ids.
    static func split(
        _ ids: [Int64], store: JobStore, _ act: JobAct, reason: String, by admin: Admin
    ) -> [ActBatch] {
        let sorted = Set(ids).sorted()
        return stride(from: 0, to: sorted.count, by: sizeMax).map { start in
            let end = min(start + sizeMax, sorted.count)
            return ActBatch(
                store: store, act: act, ids: Array(sorted[start..<end]), reason: reason,
                admin: admin)
        }
    }

    /// Carries it out, trying again for `patience` while the database is away.
    func run(patience: Duration) async throws -> [(id: Int64, result: ActResult)] {
        let end = Deadline.after(patience)
        var failedTries = 0
        /// The server's time before the first try whose outcome is not known.
        var doubtSince: Timestamp?
        var begin: Timestamp?
        while true {
            do {
                if begin == nil { begin = try await time() }
                let results = try await attempt()
                guard let doubtSince else { return results }
                let mine = try await done(since: doubtSince)
                return results.map { ($0.id, mine.contains($0.id) ? .done : $0.result) }
            } catch let error as PostgresError where error.isPassing && !end.isPast {
                if error.mayHaveCommitted, doubtSince == nil { doubtSince = begin }
                failedTries += 1
                try await Task.sleep(for: Self.pause.delay(attempt: failedTries))
            }
        }
    }

    /// All in one transaction; where one of them is locked by somebody, each in its own.
    private func attempt() async throws -> [(id: Int64, result: ActResult)] {
        do {
            return try await perform(ids)
        } catch let error as PostgresError where error.isLock {
            var results: [(id: Int64, result: ActResult)] = []
            for id in ids {
                do {
                    results += try await perform([id])
                } catch let error as PostgresError where error.isLock {
                    results.append((id, .busy))
                }
            }
            return results
        }
    }

    private func perform(_ ids: [Int64]) async throws -> [(id: Int64, result: ActResult)] {
        let rows = try await store.withConnection(deadline: .seconds(60)) { connection in
            let rows = try connection.query(
                store.statement(act.statement), ids, reason, admin.name, admin.source)
            return try rows.decode(Int64.self, String.self)
        }
        return try rows.map { id, word in
            guard let result = ActResult(word: word, of: act) else {
                throw PostgresError(.unexpectedResult, message: "no such result: \(word)")
            }
            return (id, result)
        }
    }

    private func time() async throws -> Timestamp {
        try await store.withConnection { connection in
            try connection.query(store.statement(.clock)).only(as: Timestamp.self)
        }
    }

    /// Which of the jobs this very act has been done to since `time`.
    private func done(since time: Timestamp) async throws -> Set<Int64> {
        let done = try await store.withConnection { connection in
            let rows = try connection.query(
                store.statement(.actFind), ids, time, act.rawValue, reason, admin.name,
                admin.source)
            return try rows.decode(Int64.self)
        }
        return Set(done)
    }
}

extension PostgresError {
    /// Somebody else held what was needed.
    fileprivate var isLock: Bool {
        sqlState == .lockNotAvailable || sqlState == .deadlockDetected
    }

    /// Worth another try by itself: the database is away, or comes back.
    ///
    /// Not what the server ended for taking too long: it would take as long again.
    var isPassing: Bool {
        let lasts: [Code] = [.cancelled, .poolClosed]
        return !lasts.contains(code) && sqlState != .queryCanceled && sqlState?.class != "28"
            && isInfrastructure
    }
}
