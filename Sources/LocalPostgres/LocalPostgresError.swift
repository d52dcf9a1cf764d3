/// Why a private cluster or one of its processes could not be started, reached or stopped.
package struct LocalPostgresError: Error, Sendable, CustomStringConvertible {
    /// What failed, as a set that may grow.
    package struct Code: Hashable, Sendable, CustomStringConvertible {
        private let name: String

        /// No server programs were found, or those named by the environment are not there.
        package static let programsMissing = Code(name: "programsMissing")
        /// The data folder belongs to another major version of PostgreSQL.
        package static let versionMismatch = Code(name: "versionMismatch")
        /// A folder could not be made, entered, locked or handed to the server's user.
        package static let folder = Code(name: "folder")
        /// A program could not be started at all.
        package static let spawn = Code(name: "spawn")
        /// A program ran and reported failure, or ended before it was ready.
        package static let programFailed = Code(name: "programFailed")
        /// A deadline passed, and what was started has been stopped again.
        package static let deadlineExceeded = Code(name: "deadlineExceeded")

        package var description: String { name }
    }

    /// What failed.
    package let code: Code
    /// One or more sentences for the person at the terminal, with what to do where that is known.
    package let message: String

    package init(_ code: Code, _ message: String) {
        self.code = code
        self.message = message
    }

    package var description: String { message }
}
