import Logging
import Postgres
import SpotterHTTP

#if canImport(Darwin)
    import Darwin
#elseif canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#endif

/// Writes each log line to standard error, whole and at once.
///
/// One `write` a line, without a buffer: what was logged is out when the process ends, however it
/// ends, and lines of several threads do not mix.
struct LineLogHandler: LogHandler {
    let label: String
    let format: LogFormat
    var logLevel: Logger.Level
    var metadata: Logger.Metadata = [:]
    var metadataProvider: Logger.MetadataProvider?

    init(label: String, format: LogFormat, level: Logger.Level) {
        self.label = label
        self.format = format
        logLevel = level
    }

    subscript(metadataKey key: String) -> Logger.Metadata.Value? {
        get { metadata[key] }
        set { metadata[key] = newValue }
    }

    func log(event: LogEvent) {
        var merged = metadata
        merged.merge(metadataProvider?.get() ?? [:]) { $1 }
        merged.merge(event.metadata ?? [:]) { $1 }
        if let error = event.error { merged["error"] = "\(error)" }
        let line = LogLine(
            time: Self.now, level: event.level, label: label, message: "\(event.message)",
            metadata: merged.sorted { $0.key < $1.key })
        StandardStream.error.write(line.bytes(as: format))
    }

    /// By the system's clock: a log line is about this machine.
    private static var now: Timestamp {
        var time = timespec()
        clock_gettime(CLOCK_REALTIME, &time)
        let since2000 = Int64(time.tv_sec) - 946_684_800
        return Timestamp(microseconds: since2000 * 1_000_000 + Int64(time.tv_nsec) / 1000)
    }
}
