import Configuration
import SpotterHTTP

/// The environment, asked setting by setting.
///
/// An empty value counts as not set: that is what most hosts make of a cleared field.
struct SettingSource: Sendable {
    private let reader: ConfigReader

    init(_ environment: [String: String]) {
        let secrets = SettingTable.all.map(\.description).filter(\.isSecret).map(\.name)
        reader = ConfigReader(
            provider: EnvironmentVariablesProvider(
                environmentVariables: environment, secretsSpecifier: .specific(Set(secrets))))
    }

    /// The text that is set; nil where there is none.
    func text(_ description: SettingDescription) -> String? {
        // SPOTTER_POOL_SIZE is found under spotter.pool.size.
        let words = description.name.lowercased().split(separator: "_").map(String.init)
        let text = reader.string(
            forKey: ConfigKey(words), isSecret: description.isSecret)
        return text?.isEmpty == false ? text : nil
    }

    /// The checked value; nil where none is set and there is no default.
    func optional<Value>(_ setting: Setting<Value>) throws(SettingsError) -> Value? {
        guard let text = text(setting.description) ?? setting.description.fallback else {
            return nil
        }
        return try setting.value(of: text)
    }

    /// The checked value, or the default.
    ///
    /// - Throws: If what is set is not allowed, or if nothing is set and there is no default.
    func value<Value>(_ setting: Setting<Value>) throws(SettingsError) -> Value {
        guard let value = try optional(setting) else {
            throw SettingsError(
                key: setting.description.name, allowed: "set: \(setting.description.allowed)")
        }
        return value
    }
}
