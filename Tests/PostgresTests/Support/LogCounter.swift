import Logging
import Synchronization

/// Counts warnings and drops everything.
final class LogCounter: Sendable {
    private let count = Atomic<Int>(0)

    var warnings: Int { count.load(ordering: .relaxed) }

    var logger: Logger {
        Logger(label: "test") { [self] _ in Handler(counter: self) }
    }

    private struct Handler: LogHandler {
        let counter: LogCounter
        var metadata: Logger.Metadata = [:]
        var logLevel = Logger.Level.warning

        subscript(metadataKey key: String) -> Logger.Metadata.Value? {
            get { metadata[key] }
            set { metadata[key] = newValue }
        }

        func log(event: LogEvent) {
            counter.count.add(1, ordering: .relaxed)
        }
    }
}
