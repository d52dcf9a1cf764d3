import SpotterHTTP

/// One environment variable: what it means, what is allowed, and how its text becomes a value.
struct Setting<Value: Sendable>: Sendable {
    let description: SettingDescription
    private let parse: @Sendable (String) -> Value?

    init(_ description: SettingDescription, parse: @escaping @Sendable (String) -> Value?) {
        self.description = description
        self.parse = parse
    }

    /// The value of `text`.
    ///
    /// - Throws: A message with the name, the text unless it is a secret, and what is allowed.
    func value(of text: String) throws(SettingsError) -> Value {
        guard let value = parse(text) else {
            throw SettingsError(
                key: description.name, value: description.isSecret ? nil : text,
                allowed: description.allowed)
        }
        return value
    }
}
