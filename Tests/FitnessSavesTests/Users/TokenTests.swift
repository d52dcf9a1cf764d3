import Crypto
import HTTPTypes
import SpotterHTTP
import Testing

@testable import FitnessSaves

@Suite("Users' tokens")
struct TokenTests {
    static let secret = "0123456789abcdef0123456789abcdef"
    static let now = 1_800_000_000.0
    let issuer = TokenIssuer(secret: secret)
    let authenticator = UserAuthenticator(secret: secret, keys: nil, issuer: nil, audience: nil)

    @Test("a token that was issued here names its user")
    func roundTrip() async throws {
        let ann = try #require(UserID("auth0|ann é"))
        let token = issuer.token(for: ann, lifetime: .seconds(60), now: Self.now)
        #expect(try await user("Bearer \(token)") == ann)
        #expect(try await user("bearer \(token)") == ann)
        #expect(try await user("Bearer \(token)", now: Self.now + 61) == nil)
    }

    @Test(
        "claims that do not hold",
        arguments: [
            #"{"sub":"u"}"#, #"{"sub":"u","exp":null}"#, #"{"sub":"u","exp":"1800000060"}"#,
            #"{"sub":"u","exp":-1}"#, #"{"sub":"u","exp":0}"#, #"{"sub":"u","exp":1799999939}"#,
            #"{"sub":"u","exp":1800000000}"#, #"{"sub":"u","exp":9223372036854775808}"#,
            #"{"sub":"u","exp":1e300}"#, #"{"sub":"u","exp":1e400}"#, #"{"sub":"u","exp":NaN}"#,
            #"{"sub":"u","exp":1800000060,"exp":1800000060}"#,
            #"{"sub":"u","exp":1800000060,"nbf":1800000061}"#,
            #"{"sub":"u","exp":1800000060,"nbf":"x"}"#,
            #"{"sub":"u","exp":1800000060,"iat":1800000061}"#, #"{"exp":1800000060}"#,
            #"{"sub":"","exp":1800000060}"#, #"{"sub":5,"exp":1800000060}"#,
            #"{"sub":["u"],"exp":1800000060}"#, #"{"sub":"a\nb","exp":1800000060}"#,
            #"{"sub":"a\u0000","exp":1800000060}"#, #"{"sub":"a\u0085b","exp":1800000060}"#,
            #"{"sub":"\#(String(repeating: "a", count: 256))","exp":1800000060}"#, "[]", "", "x",
        ])
    func badClaims(_ claims: String) async throws {
        #expect(try await user("Bearer \(issuer.sign(Array(claims.utf8)))") == nil)
    }

    @Test(
        "claims that do",
        arguments: [
            #"{"sub":"u","exp":1800000060}"#, #"{"sub":"u","exp":1800000060.5}"#,
            #"{"sub":"u","exp":1.8000001e9}"#,
            #"{"sub":"u","exp":1800000060,"nbf":1800000020,"iat":1800000020}"#,
            #"{"sub":"u","exp":1800000060,"roles":["a"],"aud":["x"]}"#,
        ])
    func goodClaims(_ claims: String) async throws {
        #expect(try await user("Bearer \(issuer.sign(Array(claims.utf8)))") == UserID("u"))
    }

    @Test(
        "the audience and the issuer are checked where set",
        arguments: [
            (#""iss":"me","aud":"app""#, true), (#""iss":"me","aud":["x","app"]"#, true),
            (#""iss":"me","aud":["x"]"#, false), (#""iss":"me","aud":"apps""#, false),
            (#""iss":"me""#, false), (#""aud":"app""#, false), (#""iss":"Me","aud":"app""#, false),
            (#""iss":["me"],"aud":"app""#, false), (#""iss":"me","aud":[["app"]]"#, false),
        ])
    func audience(_ claims: String, _ isGood: Bool) async throws {
        let strict = UserAuthenticator(
            secret: Self.secret, keys: nil, issuer: "me", audience: "app")
        let token = issuer.sign(Array(#"{"sub":"u","exp":1800000060,\#(claims)}"#.utf8))
        let user = try? await strict.user(authorization: "Bearer \(token)", now: Self.now)
        #expect((user != nil) == isGood)
    }

    @Test("headers that are not ours")
    func badHeaders() async throws {
        let token = issuer.token(
            for: try #require(UserID("u")), lifetime: .seconds(60), now: Self.now)
        let tokens = [
            "", "Bearer", "Bearer ", "Bearer  \(token)", "Basic \(token)", token,
            "Bearer \(token) ",
            "Bearer \(token).", "Bearer .\(token)", "Bearer \(token)=", "Bearer \(token)x",
            "Bearer \(token.dropLast())", "Bearer \(token), Bearer \(token)",
            "Bearer \(String(repeating: "a", count: 100_000))", "Bearer a.b.c", "Bearer ..",
        ]
        for header in tokens { #expect(try await user(header) == nil, "\(header.prefix(40))") }
        #expect(try await user(nil) == nil)
    }

    @Test(
        "algorithms that are not the secret's",
        arguments: [
            #"{"alg":"none"}"#, #"{"alg":"None"}"#, #"{"alg":"HS384"}"#, #"{"alg":"hs256"}"#,
            #"{"alg":"RS256"}"#, #"{"alg":""}"#, #"{"alg":null}"#, #"{}"#, #"{"alg":["HS256"]}"#,
            #"{"alg":"HS256","crit":["b64"],"b64":false}"#, #"{"alg":"HS256","typ":"logout+jwt"}"#,
            #"{"alg":"HS256","kid":5}"#, #"{"alg":"HS256","alg":"HS256"}"#,
        ])
    func badAlgorithms(_ header: String) async throws {
        let claims = Base64URL.encode(Array(#"{"sub":"u","exp":1800000060}"#.utf8))
        let signed = Base64URL.encode(Array(header.utf8)) + "." + claims
        let key = SymmetricKey(data: Array(Self.secret.utf8))
        let code = HMAC<SHA256>.authenticationCode(for: Array(signed.utf8), using: key)
        #expect(try await user("Bearer \(signed).\(Base64URL.encode(code))") == nil)
        #expect(try await user("Bearer \(signed).") == nil)
    }

    @Test(
        "base64url has one spelling for each text",
        arguments: ["QQ==", "QR", "Q", "Q Q", "Q+", "Q/", "QQ\n"])
    func base64(_ text: String) {
        #expect(Base64URL.decode(Array(text.utf8)) == nil)
    }

    @Test("base64url goes there and back", arguments: 0..<20)
    func base64RoundTrip(_ count: Int) {
        let bytes = (0..<count).map { UInt8(truncatingIfNeeded: $0 &* 37 &+ 200) }
        #expect(Base64URL.decode(Array(Base64URL.encode(bytes).utf8)) == bytes)
    }

    @Test("users are told apart byte by byte")
    func users() {
        #expect(UserID("\u{e9}") != UserID("e\u{301}"))
        #expect(UserID("a") != UserID("A"))
        #expect(UserID("a ") != UserID("a"))
    }

    private func user(_ header: String?, now: Double = now) async throws -> UserID? {
        do {
            return try await authenticator.user(authorization: header, now: now)
        } catch let problem as Problem {
            #expect(problem.code == .unauthorized)
            #expect(problem.headers[.wwwAuthenticate]?.hasPrefix("Bearer") == true)
            return nil
        }
    }
}
