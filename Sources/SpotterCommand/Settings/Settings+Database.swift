import Postgres
import SpotterHTTP

extension Settings {
    /// How to reach the database.
    ///
    /// - Parameter name: Sent as the application's name, such as `spotter worker`.
    /// - Throws: If DATABASE_URL is not set.
    func connection(as name: String) throws -> ConnectionSettings {
        guard let databaseURL else {
            throw CommandFailure(
                .usage,
                "DATABASE_URL is not set; it has to be a PostgreSQL URI such as "
                    + SettingTable.databaseExample)
        }
        return try connection(uri: databaseURL, as: name, isPooled: hasPooler)
    }

    /// How to reach the database past the pooler, for LISTEN; nil: there is no way.
    func listenConnection(as name: String) throws -> ConnectionSettings? {
        if let listenURL { return try connection(uri: listenURL, as: name, isPooled: false) }
        return hasPooler ? nil : try connection(as: name)
    }

    private func connection(
        uri: String, as name: String, isPooled: Bool
    ) throws -> ConnectionSettings {
        var settings = try ConnectionSettings(uri: uri)
        settings.applicationName = name
        settings.pooler = isPooled
        return settings
    }
}
