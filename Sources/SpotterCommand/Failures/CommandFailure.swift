/// A command that ends without having done what it was asked, for a reason it can name.
struct CommandFailure: Error, Sendable, CustomStringConvertible {
    let status: CommandStatus
    /// What was not done and why, as one sentence for the person at the terminal; nil: everything
    /// has been said on standard output already.
    let message: String?

    init(_ status: CommandStatus, _ message: String? = nil) {
        self.status = status
        self.message = message
    }

    var description: String { message ?? "" }
}
