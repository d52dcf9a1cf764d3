@testable import Postgres

extension ConnectionSettings {
    /// The same database and user through another port of this machine, readable on the way.
    func through(port: Int) throws -> ConnectionSettings {
        try ConnectionSettings(uri: uri(hosts: "127.0.0.1:\(port)", "sslmode=disable"))
    }

    /// A URI for the same database and user on other hosts.
    func uri(hosts: String, _ rest: String = "") -> String {
        let password = given["password"].map { ":" + Self.encoded($0) } ?? ""
        let user = Self.encoded(user ?? "postgres")
        return "postgresql://\(user)\(password)@\(hosts)/\(database ?? "postgres")?\(rest)"
    }

    /// This server as a part of a URI's list of hosts.
    var hostAndPort: String {
        "\(Self.encoded(hosts.first ?? "")):\(port)"
    }

    /// Every byte as `%xx`: right for any text, and for tests pretty enough.
    private static func encoded(_ text: String) -> String {
        text.utf8.map { "%" + ($0 < 16 ? "0" : "") + String($0, radix: 16) }.joined()
    }
}
