extension PostgresError {
    /// The kinds of failure.
    ///
    /// The set is open: handle what you know and have a default.
    public struct Code: Hashable, Sendable, CustomStringConvertible {
        private let name: String

        private init(_ name: String) {
            self.name = name
        }

        /// The code's name, such as `connection_lost`; stable, for logs and metrics.
        public var description: String {
            name
        }

        /// No connection came about: refused, unknown host, wrong password, or no host that fits
        /// `target_session_attrs`.
        ///
        /// No statement was sent.
        public static let connectionFailed = Code("connection_failed")
        /// The connection broke.
        ///
        /// A statement already sent may have been committed.
        public static let connectionLost = Code("connection_lost")
        /// Our deadline passed; `mayHaveCommitted` tells whether the outcome is unknown.
        public static let deadlineExceeded = Code("deadline_exceeded")
        /// The task was cancelled; `mayHaveCommitted` tells whether the outcome is unknown.
        public static let cancelled = Code("cancelled")
        /// The server answered with an error; `sqlState` says which.
        ///
        /// Nothing was changed.
        public static let server = Code("server")
        /// No connection of the pool became free in time.
        ///
        /// Nothing was sent.
        public static let poolTimeout = Code("pool_timeout")
        /// The pool has been shut down.
        ///
        /// Nothing was sent.
        public static let poolClosed = Code("pool_closed")
        /// A result has another type, another number of rows, or a NULL where none is expected.
        public static let unexpectedResult = Code("unexpected_result")
        /// A parameter or setting cannot be sent, such as a text with a NUL character.
        public static let invalidParameter = Code("invalid_parameter")
    }
}
