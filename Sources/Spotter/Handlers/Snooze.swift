/// Thrown by a handler to be called again later.
///
/// Not a failure, and spends no attempt.
public struct Snooze: Error, Sendable {
    /// How long to wait.
    public let wait: Duration

    /// Asks for another call after this time, zero to 30 days.
    public init(for wait: Duration) {
        self.wait = wait
    }
}
