import SpotterHTTP
import Testing

@testable import FitnessSaves

@Suite("Settings")
struct SettingsTests {
    @Test(
        "durations",
        arguments: [
            ("250ms", .milliseconds(250)), ("30s", .seconds(30)), ("5m", .seconds(300)),
            ("2h", .seconds(7200)), ("7d", .seconds(604_800)), ("0s", .zero), ("", nil), ("5", nil),
            ("5 s", nil), ("-5s", nil), ("s", nil), ("1.5s", nil), ("5S", nil),
            ("9999999999s", nil),
            ("NaNs", nil), ("٣s", nil),
        ] as [(String, Duration?)])
    func durations(_ text: String, _ duration: Duration?) {
        #expect(SettingsReader.duration(text) == duration)
    }

    @Test("a wrong value is named with what is allowed")
    func wrongValues() {
        let error = #expect(throws: SettingsError.self) {
            try HTTPSettings(environment: ["PORT": "70000"])
        }
        #expect(
            error?.description
                == "PORT=70000 is not allowed; it has to be a whole number from 0 to 65535")
        for (key, value) in [
            ("PORT", "x"), ("SPOTTER_HTTP_REQUEST_TIMEOUT", "0s"),
            ("SPOTTER_HTTP_CONNECTIONS", "1"),
            ("SPOTTER_CORS_ORIGINS", "*"), ("SPOTTER_CORS_ORIGINS", "https://a.example/path"),
            ("SPOTTER_CORS_ORIGINS", "a.example"),
        ] {
            let error = #expect(throws: SettingsError.self) {
                try HTTPSettings(environment: [key: value])
            }
            #expect(error?.key == key)
        }
    }

    @Test("defaults hold where nothing is set, or something empty")
    func defaults() throws {
        #expect(try HTTPSettings(environment: ["PORT": "", "HOST": ""]) == HTTPSettings())
        let settings = try HTTPSettings(environment: [
            "SPOTTER_CORS_ORIGINS": "https://a.example , http://localhost:3000"
        ])
        #expect(settings.corsOrigins == ["https://a.example", "http://localhost:3000"])
    }

    @Test("a secret's value is never shown")
    func secrets() {
        let error = #expect(throws: SettingsError.self) {
            try UserSettings(environment: ["SPOTTER_JWT_SECRET": "short-canary"])
        }
        #expect(error?.description.contains("canary") == false)
        #expect(throws: SettingsError.self) { try UserSettings(environment: [:]) }
        #expect(throws: SettingsError.self) {
            try UserSettings(environment: ["SPOTTER_JWKS_URL": "http://example.com/keys"])
        }
    }
}
