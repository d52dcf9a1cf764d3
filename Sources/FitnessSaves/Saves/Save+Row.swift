package import Postgres
import Spotter

extension Save {
    /// Columns of a save in the form of `save_list`.
    static let columns = 10

    /// Reads the columns of `save_list` from `first` on.
    package init(_ row: Row, from first: Int = 0) throws(PostgresError) {
        let state = try row.decode(String.self, at: first + 3)
        let code = try row.decode(String?.self, at: first + 9)
        let runAt = try row.decode(Timestamp?.self, at: first + 7)
        let finishedAt = try row.decode(Timestamp?.self, at: first + 8)
        id = try row.decode(Int64.self, at: first)
        // Arguments enqueued by hand may lack either.
        workoutID = try row.decode(String?.self, at: first + 1) ?? ""
        action = try row.decode(String?.self, at: first + 2).flatMap(SaveAction.Word.init) ?? .save
        status = SaveStatus(jobState: state)
        attempt = Int(try row.decode(Int32.self, at: first + 4))
        attemptsMax = Int(try row.decode(Int32.self, at: first + 5))
        acceptedAt = try row.decode(Timestamp.self, at: first + 6)
        nextAttemptAt = status == .retrying ? runAt : nil
        savedAt = status == .saved ? finishedAt : nil
        error = Self.reason(state: state, code: code, attempt: attempt)
    }

    /// What a user is told: the kind of trouble, and a code that support can look up.
    ///
    /// The database's own words stay with the admins.
    private static func reason(state: String, code: String?, attempt: Int) -> String? {
        let code = code.map { " (\($0))" } ?? ""
        switch JobState(rawValue: state) {
        case .failed: return "The save was given up after attempt \(attempt)\(code)"
        case .cancelled: return "The save was cancelled by an administrator"
        case .retrying where !code.isEmpty: return "Attempt \(attempt) did not succeed\(code)"
        default: return nil
        }
    }
}
