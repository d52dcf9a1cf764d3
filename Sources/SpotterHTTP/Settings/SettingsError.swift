/// A setting with a value that is not allowed, or one that is missing.
package struct SettingsError: Error, Equatable, CustomStringConvertible {
    package let key: String
    /// nil when there is none, or when it is a secret.
    package let value: String?
    /// What would be right, as the end of "… is not allowed; it has to be".
    package let allowed: String

    package init(key: String, value: String? = nil, allowed: String) {
        self.key = key
        self.value = value
        self.allowed = allowed
    }

    package var description: String {
        let found = value.map { "\(key)=\($0) is not allowed" } ?? "\(key) is not right"
        return "\(found); it has to be \(allowed)"
    }
}
