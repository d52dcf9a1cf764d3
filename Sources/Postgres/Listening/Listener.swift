public import Logging

/// Waits for NOTIFY on some channels, on a connection of its own that it replaces when it breaks.
///
/// What was notified while the connection was away is lost, so a `connected` event means: look for
/// yourself. Wake-ups are hints; the reader must also look from time to time without one.
public struct Listener: Sendable {
    let settings: ConnectionSettings
    let channels: [String]
    let logger: Logger

    /// Events that may wait for a slow reader; of more, the oldest are dropped.
    static let eventsMax = 256

    /// Waits between attempts to connect: a listener is not urgent, polling goes on meanwhile.
    static let backoff = Backoff(initial: .milliseconds(250), maximum: .seconds(10))

    /// A listener that does nothing yet.
    ///
    /// - Parameters:
    ///   - settings: Must lead to the server itself, not to a pooler in transaction mode.
    ///   - channels: Names, taken literally (upper and lower case differ), 1 to 63 bytes each.
    ///   - logger: Gets lost connections, as warnings.
    public init(_ settings: ConnectionSettings, channels: [String], logger: Logger) {
        self.settings = settings
        self.channels = channels
        self.logger = logger
    }

    /// What a listener has to tell.
    public enum Event: Sendable {
        /// It listens from now on; what was notified before is unknown.
        case connected
        /// Somebody has notified, and committed.
        case notification(channel: String, payload: String)
        /// The connection is gone; the next attempt follows by itself.
        case disconnected(PostgresError)
    }

    /// Connects and listens until the reader stops iterating, or its task is cancelled.
    ///
    /// Each call makes a connection of its own. Behind a pooler there is one `disconnected` event
    /// with `.invalidParameter`, and then the end.
    public func events() -> some AsyncSequence<Event, Never> & Sendable {
        AsyncStream(Event.self, bufferingPolicy: .bufferingNewest(Self.eventsMax)) { output in
            guard !settings.pooler else {
                let message = "LISTEN does not work through a pooler in transaction mode"
                output.yield(.disconnected(PostgresError(.invalidParameter, message: message)))
                output.finish()
                return
            }
            let listening = Task {
                await listen(output)
                output.finish()
            }
            output.onTermination = { _ in listening.cancel() }
        }
    }
}
