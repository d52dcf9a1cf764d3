import Testing

@testable import Postgres

@Suite("settings")
struct ConnectionSettingsTests {
    @Test(
        "what libpq cannot read is refused without quoting it",
        arguments: [
            "postgresql://user:hunter2@host:port:more/%zz", "postgresql://u:hunter2%zz@h/d",
            "host=h password=hunter2 nonsense", "postgresql://u:hunter2@h/d?nonsense=1",
            "postgresql://u:hunter2\0@h/d",
        ])
    func badURI(uri: String) throws {
        let error = try postgresError { try ConnectionSettings(uri: uri) }
        #expect(error.code == .invalidParameter)
        #expect(!error.debugDescription.contains("hunter2"))
    }

    @Test("hosts, port, database and user are shown, the password is not")
    func parts() throws {
        let settings = try ConnectionSettings(
            uri: "postgresql://me:hunter2@one:5433,two:5434/shop?sslmode=require")
        #expect(settings.hosts == ["one", "two"])
        #expect(settings.port == 5433)
        #expect(settings.database == "shop")
        #expect(settings.user == "me")
        #expect(settings.redactedDescription == "postgresql://me@one,two:5433/shop")
        let words = try ConnectionSettings(uri: "host=/run/pg dbname=d user=u password=hunter2")
        #expect(words.hosts == ["/run/pg"])
        #expect(!words.redactedDescription.contains("hunter2"))
    }

    @Test("several hosts are tried one by one and must be writable, unless the URI says otherwise")
    func attempts() throws {
        let two = try ConnectionSettings(uri: "postgresql://a:1,b:2/d").attempts
        #expect(two.map { $0["host"] } == ["a", "b"])
        #expect(two.map { $0["port"] } == ["1", "2"])
        #expect(two.allSatisfy { $0["target_session_attrs"] == "read-write" })
        let any = try ConnectionSettings(uri: "postgresql://a,b/d?target_session_attrs=any")
            .attempts
        #expect(any.map { $0["target_session_attrs"] } == ["any", "any"])
        let standby = try ConnectionSettings(
            uri: "postgresql://a,b/d?target_session_attrs=prefer-standby")
        #expect(standby.attempts.map { $0["host"] } == ["a,b"])
        let one = try ConnectionSettings(uri: "postgresql://a/d").attempts
        #expect(one.map { $0["target_session_attrs"] } == [nil])
        #expect(one[0]["gssencmode"] == "disable")
    }

    @Test("what the URI sets is not set again")
    func uriWins() throws {
        let settings = try ConnectionSettings(
            uri: "postgresql://a/d?keepalives_idle=77&options=-c%20statement_timeout%3D1s")
        let keywords = settings.attempts[0]
        #expect(keywords["keepalives_idle"] == "77")
        let options = keywords["options"] ?? ""
        #expect(options.hasPrefix("-c statement_timeout=1s"))
        #expect(options.components(of: "statement_timeout") == 1)
        #expect(options.contains("-c lock_timeout=10000"))
    }

    @Test("a pooler gets no options")
    func pooler() throws {
        var settings = try ConnectionSettings(uri: "postgresql://a/d")
        settings.pooler = true
        #expect(settings.attempts[0]["options"] == nil)
    }
}

extension String {
    fileprivate func components(of part: String) -> Int {
        var count = 0
        var rest = self[...]
        while let range = rest.firstRange(of: part) {
            count += 1
            rest = rest[range.upperBound...]
        }
        return count
    }
}
