import Logging

/// Where the log goes and what is in it.
enum LogSetup {
    /// Directs all loggers of the process to standard error.
    ///
    /// Once a process, at the start.
    ///
    /// - Parameter fallback: The level where LOG_LEVEL is not set: `info` for what runs long,
    ///   `warning` for commands, whose results should stand alone.
    static func start(_ settings: Settings, level fallback: Logger.Level) {
        let format = settings.logFormat ?? (StandardStream.error.isTerminal ? .text : .json)
        let level = settings.logLevel ?? fallback
        LoggingSystem.bootstrap { label in
            LineLogHandler(label: label, format: format, level: level)
        }
        let logger = Logger(label: "spotter")
        for sentence in Settings.unknownNames(in: settings.environment) {
            logger.warning("\(sentence)")
        }
    }
}
