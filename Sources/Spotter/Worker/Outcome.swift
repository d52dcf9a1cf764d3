import Postgres

/// What became of an attempt: computed once, settled in one place.
enum Outcome: Sendable, Equatable {
    /// The work is done; the completion is still to be written.
    case completed
    /// The work is done, and the completion was written in its own transaction.
    case committed
    /// The work failed. A wait of nil: no retry can mend it.
    case failed(Failure, retryAfter: Duration?)
    /// The handler wants to be called again. Spends no attempt.
    case snoozed(Duration)
    /// Given back through no fault of the job. Spends no attempt.
    case released(Failure?, after: Duration)
    /// Somebody else has ended this attempt, and has written its outcome.
    case superseded

    /// The error as it is stored.
    struct Failure: Sendable, Equatable {
        /// Errors are for people and for grouping; a page of text is enough for both.
        static let lengthMax = 8 * 1024

        /// A stable word: `timeout`, an SQLSTATE, the name of the error's type.
        let code: String
        /// For admins.
        let message: String

        init(code: String, message: String) {
            self.code = Self.storable(code, lengthMax: 200)
            self.message = Self.storable(message, lengthMax: Self.lengthMax)
        }

        /// PostgreSQL's text holds no NUL, and a whole response body is no error message.
        private static func storable(_ text: String, lengthMax: Int) -> String {
            let clean = text.replacing("\0", with: "\u{FFFD}")
            guard clean.utf8.count > lengthMax else { return clean }
            return String(decoding: clean.utf8.prefix(lengthMax - 4), as: UTF8.self) + "…"
        }
    }
}
