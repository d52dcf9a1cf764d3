import Postgres

/// A second connection that looks at what the first ones do on the server.
struct Observer {
    private let connection: Connection

    init(_ settings: ConnectionSettings) async throws {
        var settings = settings
        settings.applicationName = "observer"
        connection = try await Database.connect(settings)
    }

    func close() async {
        await connection.close()
    }

    /// Sessions of this database whose current statement is `sql` and runs now.
    func running(_ sql: String) async throws -> [Int] {
        try await connection.run(deadline: .seconds(5)) { connection in
            try connection.query(
                """
                SELECT pid FROM pg_stat_activity
                WHERE datname = current_database() AND state = 'active' AND query = $1
                """, sql
            ).decode(Int.self)
        }
    }

    /// All sessions of this database but our own.
    func sessions() async throws -> Int {
        try await connection.run(deadline: .seconds(5)) { connection in
            try connection.query(
                """
                SELECT count(*) FROM pg_stat_activity
                WHERE datname = current_database() AND pid <> pg_backend_pid()
                """
            ).only(as: Int.self)
        }
    }

    /// Kills a session's server process and waits until it is gone.
    func terminate(_ pid: Int32) async throws {
        try await connection.run(deadline: .seconds(10)) { connection in
            let gone = try connection.query("SELECT pg_terminate_backend($1, 5000)", pid)
                .only(as: Bool.self)
            precondition(gone, "the session did not end")
        }
    }

    /// Kills all sessions of this database but our own; returns how many there were.
    func terminateAll() async throws -> Int {
        try await connection.run(deadline: .seconds(10)) { connection in
            try connection.execute(
                """
                SELECT pg_terminate_backend(pid, 5000) FROM pg_stat_activity
                WHERE datname = current_database() AND pid <> pg_backend_pid()
                """)
        }
    }

    /// Kills the sessions whose last statement was a LISTEN; returns how many there were.
    func terminateListeners() async throws -> Int {
        try await connection.run(deadline: .seconds(10)) { connection in
            try connection.execute(
                """
                SELECT pg_terminate_backend(pid, 5000) FROM pg_stat_activity
                WHERE datname = current_database() AND query LIKE 'LISTEN%'
                """)
        }
    }

    func count(_ table: String) async throws -> Int {
        try await connection.run(deadline: .seconds(5)) { connection in
            try connection.query(Statement(sql: "SELECT count(*) FROM \(table)"))
                .only(as: Int.self)
        }
    }

    func ids(of table: String) async throws -> Set<Int> {
        try await connection.run(deadline: .seconds(5)) { connection in
            Set(try connection.query(Statement(sql: "SELECT id FROM \(table)")).decode(Int.self))
        }
    }
}
