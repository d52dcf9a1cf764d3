/// A user, as the issuer of tokens names him: the `sub` of a token.
///
/// 1 to 255 bytes without control characters, compared byte by byte: no case is folded and no
/// Unicode form changed, so that what the issuer tells apart stays apart here.
package struct UserID: Hashable, Sendable {
    package let text: String

    package init?(_ text: String) {
        guard (1...255).contains(text.utf8.count) else { return nil }
        let isControl = text.unicodeScalars.contains { $0.properties.generalCategory == .control }
        guard !isControl else { return nil }
        self.text = text
    }

    // Swift's String calls texts equal whose Unicode normal forms are; users must not be.
    package static func == (left: UserID, right: UserID) -> Bool {
        left.text.utf8.elementsEqual(right.text.utf8)
    }

    package func hash(into hasher: inout Hasher) {
        for byte in text.utf8 { hasher.combine(byte) }
    }
}
