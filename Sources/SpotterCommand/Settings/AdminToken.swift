/// An admin's token, as SPOTTER_ADMIN_TOKENS names it: `name:token[:role]`.
struct AdminToken: Sendable, Hashable {
    enum Role: String, Sendable, CaseIterable {
        case viewer
        case `operator`
    }

    let name: String
    let token: String
    let role: Role

    /// A shorter token could be guessed.
    private static let tokenBytesMin = 32

    init?(_ text: String) {
        let parts = text.split(separator: ":", omittingEmptySubsequences: false).map(String.init)
        guard parts.count == 2 || parts.count == 3, !parts[0].isEmpty,
            parts[1].utf8.count >= Self.tokenBytesMin,
            let role = parts.count == 3 ? Role(rawValue: parts[2]) : .viewer
        else { return nil }
        name = parts[0]
        token = parts[1]
        self.role = role
    }
}
