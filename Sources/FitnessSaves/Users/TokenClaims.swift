import SpotterHTTP

/// The claims of a token that decide whether, for whom and until when it is good.
struct TokenClaims {
    let user: UserID
    let expires: Double

    /// How far `nbf` and `iat` may lie ahead: clocks differ.
    ///
    /// Half of the 60 s that are usual at most.
    static let leeway = 30.0

    /// The end of the year 9999; a later time is a mistake of units.
    private static let latest = 253_402_300_799.0

    /// Checks what a token says about itself.
    ///
    /// - Parameters:
    ///   - now: Seconds since 1970.
    ///   - issuer: What `iss` has to be, if it matters.
    ///   - audience: What `aud` has to be or to have among others, if it matters.
    /// - Returns: nil when the token is not good now, here, or at all.
    init?(_ claims: JSONValue, now: Double, issuer: String?, audience: String?) {
        guard let user = claims["sub"]?.string.flatMap(UserID.init),
            let expires = Self.time(claims["exp"]), now < expires
        else { return nil }
        for name in ["nbf", "iat"] {
            guard let claim = claims[name] else { continue }
            guard let time = Self.time(claim), time <= now + Self.leeway else { return nil }
        }
        if let issuer, !Self.isEqual(claims["iss"]?.string, issuer) { return nil }
        if let audience {
            let audiences = claims["aud"].map { $0.kind == .array ? $0.elements : [$0] } ?? []
            guard audiences.contains(where: { Self.isEqual($0.string, audience) }) else {
                return nil
            }
        }
        self.user = user
        self.expires = expires
    }

    private static func time(_ claim: JSONValue?) -> Double? {
        guard let claim, claim.kind == .number,
            let seconds = Double(String(decoding: claim.bytes, as: UTF8.self)),
            seconds > 0, seconds <= latest
        else { return nil }
        return seconds
    }

    private static func isEqual(_ claim: String?, _ expected: String) -> Bool {
        claim.map { $0.utf8.elementsEqual(expected.utf8) } ?? false
    }
}
