/// Who acts, and from where: recorded with every change.
public struct Admin: Sendable, Hashable {
    /// A name that people know, such as `anna@host`; 1 to 255 bytes.
    public let name: String
    /// The way it came: `cli`, `api`.
    public let source: String

    /// Names an admin.
    public init(name: String, source: String) {
        self.name = name
        self.source = source
    }
}
