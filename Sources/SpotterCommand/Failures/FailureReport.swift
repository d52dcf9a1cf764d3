import ArgumentParser
import Postgres
import Spotter
import SpotterHTTP

#if canImport(Darwin)
    import Darwin
#elseif canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#endif

/// What the person at the terminal gets to see of an error: one line, and one exit code.
///
/// The only place where errors become codes. No message holds a password or a parameter.
struct FailureReport: Sendable {
    let status: CommandStatus
    let message: String?

    /// - Returns: nil for the argument parser's own errors and for requests for help, which it prints
    ///   itself, with the usage below.
    init?(_ error: any Error) {
        switch error {
        case let failure as CommandFailure:
            self.init(status: failure.status, message: failure.message)
        case let failure as PostgresError:
            self.init(failure)
        case let failure as SettingsError:
            self.init(status: .usage, message: failure.description)
        case let failure as SpotterError:
            self.init(
                status: failure.code == .invalidSetting ? .usage : .notDone,
                message: failure.message)
        case is CancellationError:
            self.init(status: .notDone, message: "interrupted")
        default:
            guard SpotterCommand.exitCode(for: error) == .failure else { return nil }
            self.init(status: .notDone, message: String(describing: error))
        }
    }

    init(status: CommandStatus, message: String?) {
        self.status = status
        self.message = message
    }

    /// Says why on standard error and ends the program.
    func end() -> Never {
        if let message {
            // The database's own refusals begin with the name already.
            let name = message.hasPrefix("spotter: ") ? "" : "spotter: "
            StandardStream.error.write("\(name)\(Printable.line(message))\n")
        }
        exit(status.rawValue)
    }
}
