import Postgres
import Testing

@Suite("connecting", .timeLimit(.minutes(1)))
struct ConnectTests {
    private func failure(
        _ uri: String, deadline: Duration = .seconds(5)
    ) async throws -> PostgresError {
        let settings = try ConnectionSettings(uri: uri)
        return try await postgresError {
            try await Connection.connect(settings, deadline: .after(deadline))
        }
    }

    /// A port on which nobody listens.
    private func deadPort() throws -> Int {
        try SilentServer().port
    }

    @Test("a server that never answers is given up at the deadline, to the moment")
    func silentServer() async throws {
        let server = try SilentServer()
        let start = ContinuousClock.now
        let error = try await failure(
            "postgresql://u:hunter2@127.0.0.1:\(server.port)/d", deadline: .milliseconds(300))
        let took = start.duration(to: .now)
        #expect(error.code == .deadlineExceeded)
        #expect(!error.mayHaveCommitted)
        #expect(took >= .milliseconds(300))
        #expect(took < .seconds(3))
    }

    @Test("cancelling the task ends a connect at once")
    func cancelled() async throws {
        let server = try SilentServer()
        let task = Task {
            try await Connection.connect(
                ConnectionSettings(uri: "postgresql://u@127.0.0.1:\(server.port)/d"),
                deadline: .after(.seconds(50)))
        }
        task.cancel()
        let error = try await postgresError { try await task.value }
        #expect(error.code == .cancelled)
    }

    @Test("a refused connection, an unknown database: connectionFailed, without the password")
    func refused() async throws {
        let port = try deadPort()
        let refused = try await failure("postgresql://u:hunter2@127.0.0.1:\(port)/d")
        #expect(refused.code == .connectionFailed)
        #expect(!refused.debugDescription.contains("hunter2"))
        let uri = try await Database.withSettings { settings in
            "postgresql://\(settings.user ?? ""):hunter2@\(settings.hostAndPort)/no_such_database"
        }
        let unknown = try await failure(uri)
        #expect(unknown.code == .connectionFailed)
        #expect(unknown.message?.contains("no_such_database") == true)
        #expect(!unknown.debugDescription.contains("hunter2"))
    }

    @Test("a dead or silent first host does not keep us from the second")
    func severalHosts() async throws {
        try await Database.withSettings { settings in
            let silent = try SilentServer()
            for port in [try deadPort(), silent.port] {
                let uri = settings.uri(hosts: "127.0.0.1:\(port),\(settings.hostAndPort)")
                var several = try ConnectionSettings(uri: uri)
                several.connectTimeout = .seconds(4)
                let start = ContinuousClock.now
                let database = try await Database.withConnection(several) { connection in
                    try connection.query("SELECT current_database()").only(as: String.self)
                }
                #expect(database == settings.database)
                #expect(start.duration(to: .now) < .seconds(4))
            }
        }
    }

    @Test("a read-only server is passed over where writing is wanted, or chosen where not")
    func readOnly() async throws {
        try await Database.withSettings { settings in
            let database = settings.database ?? ""
            try await Database.withConnection(settings) { connection in
                try connection.execute(
                    Statement(
                        sql: "ALTER DATABASE \"\(database)\" SET default_transaction_read_only = on"
                    ))
            }
            let dead = "127.0.0.1:\(try deadPort())"
            let uri = settings.uri(hosts: "\(settings.hostAndPort),\(dead)")
            // With several hosts, read-write is the default.
            for given in [uri, uri + "target_session_attrs=read-write"] {
                let error = try await failure(given)
                #expect(error.code == .connectionFailed)
            }
            for wanted in ["any", "read-only", "prefer-standby"] {
                let other = try ConnectionSettings(uri: uri + "target_session_attrs=\(wanted)")
                let error = try await postgresError {
                    try await Database.withConnection(other) { connection in
                        try connection.execute("CREATE TABLE t (n int)")
                    }
                }
                #expect(error.sqlState == .readOnlyTransaction)
            }
        }
    }

    @Test("the session has our limits, and the URI's own options win")
    func sessionOptions() async throws {
        try await Database.withSettings { settings in
            let uri = settings.uri(
                hosts: settings.hostAndPort,
                "options=-c%20lock_timeout%3D3s&application_name=from-uri")
            var given = try ConnectionSettings(uri: uri)
            #expect(given.applicationName == "from-uri")
            given.applicationName = String(repeating: "ž", count: 40)
            let shown = try await Database.withConnection(given) { connection in
                try [
                    "lock_timeout", "statement_timeout", "idle_in_transaction_session_timeout",
                    "client_encoding", "application_name",
                ].map { name in
                    try connection.query("SELECT current_setting($1)", name).only(as: String.self)
                }
            }
            #expect(shown[..<4] == ["3s", "1min", "30s", "UTF8"])
            #expect(shown[4].utf8.count <= 63)
        }
    }

    @Test("a connection tells version, process and state")
    func properties() async throws {
        let (version, pid, same) = try await Database.withConnection { connection in
            let pid = try connection.query("SELECT pg_backend_pid()").only(as: Int32.self)
            return (connection.serverVersion, connection.backendProcessID, pid)
        }
        #expect(version >= 140_000)
        #expect(pid == same)
    }

    @Test("a closed connection refuses work")
    func closed() async throws {
        try await Database.withSettings { settings in
            let connection = try await Database.connect(settings)
            await connection.close()
            await connection.close()
            let error = try await postgresError { try await connection.query("SELECT 1") }
            #expect(error.code == .connectionLost)
            #expect(!error.mayHaveCommitted)
            #expect(await connection.serverVersion == 0)
            #expect(await connection.transactionStatus == .unknown)
        }
    }
}
