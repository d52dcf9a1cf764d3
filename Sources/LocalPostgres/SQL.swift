import Postgres

/// The few statements about whole databases.
enum SQL {
    static let testDatabasePrefix = "spotter_test_"

    /// Time for one statement; making a database copies some 8 MB, and a busy disk takes its time.
    private static let patience = Duration.seconds(60)

    /// Runs a statement on a connection of its own.
    ///
    /// - Returns: The first column, as text.
    static func run(
        _ statement: String, at url: DatabaseURL
    ) async throws(PostgresError) -> [String] {
        var settings = try ConnectionSettings(uri: url.text)
        settings.applicationName = "spotter local"
        let connection = try await Connection.connect(settings, deadline: .after(patience))
        let rows: [String]
        do {
            rows = try await connection.texts(statement)
        } catch {
            await connection.close()
            throw error
        }
        await connection.close()
        return rows
    }

    /// Drops the databases that killed test runs left on a shared server more than an hour ago.
    static func dropOldTestDatabases(at url: DatabaseURL) async throws(PostgresError) {
        let old = try await run(
            """
            SELECT datname::text
              FROM pg_database
             WHERE datname ~ '^\(testDatabasePrefix)[0-9]{9,10}_'
               AND to_timestamp(split_part(datname, '_', 3)::bigint) < now() - interval '1 hour'
            """, at: url)
        for name in old {
            _ = try await run("DROP DATABASE IF EXISTS \"\(name)\" WITH (FORCE)", at: url)
        }
    }
}

extension Connection {
    fileprivate func texts(_ statement: String) throws(PostgresError) -> [String] {
        let rows = try query(Statement(sql: statement))
        return rows.columns.isEmpty ? [] : try rows.decode(String.self)
    }
}
