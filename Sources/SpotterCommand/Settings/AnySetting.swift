import SpotterHTTP

/// A setting whatever its type, for what is done with all of them alike.
protocol AnySetting: Sendable {
    var description: SettingDescription { get }

    /// - Throws: If `text` is not allowed.
    func check(_ text: String) throws(SettingsError)
}

extension Setting: AnySetting {
    func check(_ text: String) throws(SettingsError) {
        _ = try value(of: text)
    }
}
