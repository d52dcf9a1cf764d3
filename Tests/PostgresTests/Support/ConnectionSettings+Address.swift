import Postgres

extension ConnectionSettings {
    /// The same database and user through another port of this machine.
    func through(port: Int, _ rest: String = "") throws -> ConnectionSettings {
        try ConnectionSettings(uri: uri(hosts: "127.0.0.1:\(port)", rest))
    }

    /// A URI for the same database and user on other hosts.
    func uri(hosts: String, _ rest: String = "") -> String {
        "postgresql://\(user ?? "postgres")@\(hosts)/\(database ?? "postgres")?\(rest)"
    }

    /// This server as a part of a URI's list of hosts.
    var hostAndPort: String {
        let host = (hosts.first ?? "").split(separator: "/", omittingEmptySubsequences: false)
            .joined(separator: "%2F")
        return "\(host):\(port)"
    }
}
