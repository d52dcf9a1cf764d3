internal import CLibPQ
internal import Logging

/// Where a server is and how to talk to it.
public struct ConnectionSettings: Sendable {
    /// Sent as `application_name`, cut to 63 bytes.
    ///
    /// Default: what the URI says, else `spotter`.
    public var applicationName: String
    /// For the whole of connecting, over all hosts, TLS and password included.
    ///
    /// Default 5 s: a healthy server answers in milliseconds, one that is being replaced not at
    /// all.
    public var connectTimeout: Duration = .seconds(5)
    /// The server ends a statement that takes longer, should our own deadline not have reached it.
    ///
    /// Default 60 s; nil: the server's own setting.
    public var statementTimeout: Duration? = .seconds(60)
    /// The server ends a wait for a lock that takes longer.
    ///
    /// Default 10 s; nil: the server's own.
    public var lockTimeout: Duration? = .seconds(10)
    /// The server ends a session that holds a transaction and does nothing for longer, so that a
    /// frozen client cannot hold locks.
    ///
    /// Default 30 s; nil: the server's own.
    public var idleInTransactionTimeout: Duration? = .seconds(30)
    /// Whether a pooler in transaction mode (PgBouncer) stands between: then nothing is prepared,
    /// no `options` are sent, the three timeouts above hold inside `transaction` only, and there is
    /// no LISTEN.
    ///
    /// Default false.
    public var pooler = false
    /// Gets notices and warnings, on the connection's thread: it must not block.
    ///
    /// Default: a debug line in the log `postgres`.
    public var noticeHandler: @Sendable (Notice) -> Void = ConnectionSettings.logNotice

    /// What the connection string says, by keyword.
    let given: [String: String]

    /// Reads a libpq URI (`postgresql://…`, several hosts allowed) or keyword string.
    ///
    /// - Throws: `.invalidParameter` if libpq cannot read it. The error does not quote it, for a
    ///   misread password could stand in any part.
    /// - SeeAlso: PostgreSQL manual, "Connection Strings".
    public init(uri: String) throws(PostgresError) {
        given = try Self.parse(uri)
        applicationName = given["application_name"] ?? "spotter"
    }

    /// The hosts in the order they are tried; empty: the default unix socket.
    public var hosts: [String] {
        Self.list(given["host"]) ?? Self.list(given["hostaddr"]) ?? []
    }

    /// The first host's port.
    public var port: Int {
        Self.list(given["port"])?.first.flatMap { Int($0) } ?? 5432
    }

    /// The database's name, if given; else the server takes the user's.
    public var database: String? { given["dbname"] }

    /// The user's name, if given; else libpq takes the system's.
    public var user: String? { given["user"] }

    /// User, hosts and database as a URI, without the password and the rest: for messages.
    public var redactedDescription: String {
        let place = hosts.isEmpty ? "(local socket)" : hosts.joined(separator: ",")
        return "postgresql://\(user.map { $0 + "@" } ?? "")\(place):\(port)/\(database ?? "")"
    }

    static func list(_ text: String?) -> [String]? {
        text?.split(separator: ",", omittingEmptySubsequences: false).map(String.init)
    }

    private static func parse(_ uri: String) throws(PostgresError) -> [String: String] {
        guard !uri.utf8.contains(0), let options = PQconninfoParse(uri, nil) else {
            throw PostgresError(
                .invalidParameter,
                message: "the connection string is no PostgreSQL URI or keyword list")
        }
        defer { PQconninfoFree(options) }
        var given: [String: String] = [:]
        var option = options
        while let keyword = option.pointee.keyword {
            if let value = option.pointee.val {
                given[String(cString: keyword)] = String(cString: value)
            }
            option += 1
        }
        return given
    }

    private static func logNotice(_ notice: Notice) {
        noticeLogger.debug(
            "notice from the server",
            metadata: [
                "postgres.severity": "\(notice.severity)",
                "postgres.sqlstate": "\(notice.sqlState?.rawValue ?? "")",
                "postgres.message": "\(notice.message)",
            ])
    }

    private static let noticeLogger = Logger(label: "postgres")
}
