import Logging
import Postgres
import Spotter

/// The first lines in the log of what runs long: what it is, with which settings, on which database.
struct StartReport: Sendable {
    let settings: Settings
    let logger: Logger

    /// Logs version, release, client library, and the settings that are set, without secrets.
    func log(_ connection: ConnectionSettings) {
        var metadata: Logger.Metadata = [
            "version": "\(Version.current)", "release": "\(settings.release)",
            "libpq": "\(Self.version(ClientVersion.libpq))",
            "database": "\(connection.redactedDescription)",
        ]
        for description in SettingTable.all.map(\.description) where !description.isSecret {
            if let text = settings.environment[description.name], !text.isEmpty {
                metadata["settings.\(description.name)"] = "\(text)"
            }
        }
        logger.info("starting", metadata: metadata)
    }

    /// `15.18` for 150018.
    static func version(_ number: Int) -> String { "\(number / 10_000).\(number % 10_000)" }
}
