/// What became of a unit of work.
enum UnitOutcome<Value: Sendable>: Sendable {
    /// The connection had died while it was idle. Nothing was run and nothing sent.
    case stale
    /// The body ran; `isReusable` tells whether the connection is known to be good and idle.
    case finished(Result<Value, any Error>, isReusable: Bool)
}
