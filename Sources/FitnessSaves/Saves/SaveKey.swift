import Crypto

/// The key under which a save is unique: the client's own, or one made for this request alone.
///
/// Every save has one, because an insert whose answer got lost has to be repeated, and must not
/// double. The user's id is part of it, so that keys of two users never meet.
struct SaveKey: Sendable, Equatable {
    /// As the queue keeps it; at most 1024 bytes, as the queue asks for.
    let text: String
    /// Whether the client gave it, and may ask for the save by it.
    let isClients: Bool

    /// A client's key: 1 to 255 visible ASCII characters; nil for anything else.
    init?(client key: String, of user: UserID) {
        let isVisible = key.utf8.allSatisfy { (0x21...0x7E).contains($0) }
        guard (1...255).contains(key.utf8.count), isVisible else { return nil }
        // A user's id may have blanks, a key has none: the last blank is the border, whatever the
        // id.
        text = "client \(user.text) \(key)"
        isClients = true
    }

    /// A key for one request.
    static func random(of user: UserID) -> SaveKey {
        var generator = SystemRandomNumberGenerator()
        let words = [generator.next(), generator.next()].map { String($0, radix: 36) }
        return SaveKey(text: "request \(user.text) \(words.joined())", isClients: false)
    }

    private init(text: String, isClients: Bool) {
        self.text = text
        self.isClients = isClients
    }
}
