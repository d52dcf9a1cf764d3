/// The state of one question to the server, from sending to the last byte of the answer.
struct Exchange {
    /// The name of the statement, for errors.
    var statement: String?
    /// When we stop waiting and ask the server to stop.
    let deadline: Deadline
    /// Whether what is asked can commit by itself: false inside a transaction, except for COMMIT.
    let mayCommit: Bool
    /// Whether it clears up after a failure, and so goes on when its unit is interrupted.
    let isCleanup: Bool
    /// Whether anything has been handed to libpq for sending.
    var isSent = false
    /// Why the server was asked to stop, if it was.
    var interruption: PostgresError.Code?
    /// The request to stop.
    var cancelCall: CancelCall?
    /// When we stop waiting for the server to stop, and cut the connection.
    var grace: Deadline?

    /// How long the server gets to end a statement after our request.
    ///
    /// A healthy one needs a few milliseconds; the caller waits that much longer than it asked for.
    static let graceTime: Duration = .milliseconds(500)

    init(statement: String?, deadline: Deadline, mayCommit: Bool, isCleanup: Bool) {
        self.statement = statement
        self.deadline = deadline
        self.mayCommit = mayCommit
        self.isCleanup = isCleanup
    }

    var isOutcomeUnknown: Bool {
        isSent && mayCommit
    }
}
