import FitnessSaves
import Spotter
import SpotterHTTP
import Testing

@testable import SpotterCommand

@Suite("Settings")
struct SettingsTests {
    @Test("have their defaults where nothing is set")
    func defaults() throws {
        let settings = try Settings(environment: [:])
        #expect(settings.databaseURL == nil)
        #expect(settings.schema.name == "spotter")
        #expect(settings.concurrency == 20)
        #expect(settings.lease == .seconds(15))
        #expect(settings.shutdownGrace == .seconds(25))
        #expect(settings.release == Version.current)
    }

    @Test("each default is allowed by its own setting")
    func defaultsAreAllowed() throws {
        for setting in SettingTable.all {
            if let fallback = setting.description.fallback { try setting.check(fallback) }
        }
    }

    @Test("an empty value counts as not set")
    func emptyIsUnset() throws {
        #expect(try Settings(environment: ["SPOTTER_LEASE": ""]).lease == .seconds(15))
    }

    @Test(
        "a wrong value names key, value and what is allowed",
        arguments: [
            ("SPOTTER_LEASE", "15"), ("SPOTTER_LEASE", "-1s"), ("SPOTTER_LEASE", "2h"),
            ("SPOTTER_CONCURRENCY", "0"), ("SPOTTER_CONCURRENCY", "1e3"), ("PORT", "65536"),
            ("LOG_LEVEL", "loud"), ("LOG_FORMAT", "xml"), ("SPOTTER_SCHEMA", "Spot"),
            ("SPOTTER_POOLER", "maybe"), ("SPOTTER_QUEUES", "a,,b"), ("SPOTTER_LIFELINE", "pipe"),
            ("SPOTTER_CORS_ORIGINS", "*"), ("SPOTTER_CORS_ORIGINS", "https://a.example/path"),
            ("SPOTTER_CORS_ORIGINS", "a.example"), ("SPOTTER_HTTP_REQUEST_TIMEOUT", "0s"),
            ("SPOTTER_JWKS_URL", "http://example.com/keys"),
        ])
    func wrongValue(key: String, value: String) throws {
        let error = #expect(throws: SettingsError.self) {
            try Settings(environment: [key: value])
        }
        #expect(error?.description.contains("\(key)=\(value)") == true)
        #expect(error?.allowed.isEmpty == false)
    }

    @Test(
        "a secret's value is never shown",
        arguments: [
            ("DATABASE_URL", "postgresql://anna:hunter2@[host/db"),
            ("SPOTTER_JWT_SECRET", "hunter2"), ("SPOTTER_ADMIN_TOKENS", "anna:hunter2"),
        ])
    func secretsStaySecret(key: String, value: String) throws {
        let error = #expect(throws: SettingsError.self) {
            try Settings(environment: [key: value])
        }
        #expect(error?.description.contains(key) == true)
        #expect(error?.description.contains("hunter2") == false)
    }

    @Test("the server's settings are those of the table")
    func server() throws {
        let secret = String(repeating: "s", count: 32)
        let settings = try Settings(environment: [
            "SPOTTER_JWT_SECRET": secret, "PORT": "0", "SPOTTER_USER_RATE": "7",
            "SPOTTER_CORS_ORIGINS": "https://a.example , http://localhost:3000",
        ]).fitness()
        var expected = FitnessSettings(users: UserSettings(secret: secret))
        expected.http.port = 0
        expected.userRate = 7
        expected.http.corsOrigins = ["https://a.example", "http://localhost:3000"]
        #expect(settings == expected)
        #expect(throws: SettingsError.self) { try Settings(environment: [:]).fitness() }
    }

    @Test("an unknown name suggests the nearest")
    func unknownName() {
        let sentences = Settings.unknownNames(in: [
            "SPOTTER_LEASSE": "1", "SPOTTER_POOL_SIZE": "3", "HOME": "/",
            "SPOTTER_SOMETHING_ELSE": "1",
        ])
        #expect(sentences.count == 2)
        #expect(sentences.first?.contains("did you mean SPOTTER_LEASE?") == true)
        #expect(sentences.last?.contains("did you mean") == false)
    }

    @Test("the release falls back to Render's commit")
    func release() throws {
        #expect(try Settings(environment: ["RENDER_GIT_COMMIT": "abc"]).release == "abc")
        let both = ["RENDER_GIT_COMMIT": "abc", "SPOTTER_RELEASE": "r7"]
        #expect(try Settings(environment: both).release == "r7")
    }

    @Test("the API's own parts have the same defaults as the table")
    func sameDefaultsAsTheServer() throws {
        let http = HTTPSettings()
        let source = SettingSource([:])
        #expect(try source.value(SettingTable.host) == http.host)
        #expect(try source.value(SettingTable.port) == http.port)
        #expect(try source.value(SettingTable.httpConnections) == http.connectionsMax)
        #expect(try source.value(SettingTable.httpRequestTimeout) == http.requestTimeout)
        #expect(try source.value(SettingTable.httpResponseTimeout) == http.responseTimeout)
        #expect(try source.value(SettingTable.httpIdleTimeout) == http.idleTimeout)
    }
}
