import SpotterHTTP
import Testing

@testable import FitnessSaves

@Suite("Settings of the users")
struct UserSettingsTests {
    private static let secret = String(repeating: "s", count: 32)

    @Test("one way to know a token is needed, and is enough")
    func oneWay() throws {
        try UserSettings(secret: Self.secret).check()
        try UserSettings(keysFile: "keys.json").check()
        try UserSettings(secret: Self.secret, keysURL: "https://example.com/keys").check()
    }

    @Test("none, and two sets of keys, are refused by name")
    func noneOrTwo() {
        var error = #expect(throws: SettingsError.self) { try UserSettings().check() }
        #expect(error?.key == "SPOTTER_JWT_SECRET")
        error = #expect(throws: SettingsError.self) {
            try UserSettings(keysFile: "keys.json", keysURL: "https://example.com/keys").check()
        }
        #expect(error?.key == "SPOTTER_JWKS_FILE")
    }

    @Test(
        "keys come over https, or from this machine",
        arguments: [
            ("https://example.com/keys", true), ("http://localhost:8000/keys", true),
            ("http://127.0.0.1:8000/keys", true), ("http://example.com/keys", false),
            ("http://localhost.example.com/keys", false), ("file:///keys", false), ("", false),
        ])
    func safeAddresses(url: String, isSafe: Bool) {
        #expect(UserSettings.isSafe(url) == isSafe)
    }
}
