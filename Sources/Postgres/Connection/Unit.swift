/// One unit of work on a connection: everything between hand-out and hand-back.
struct Unit: Sendable {
    /// When the whole unit must be over.
    let deadline: Deadline
    /// Raised when the task is cancelled or the pool is closed by force.
    let interrupt: Interrupt
}
