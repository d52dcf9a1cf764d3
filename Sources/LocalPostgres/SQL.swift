/// The few statements about databases, run by psql.
enum SQL {
    static let testDatabasePrefix = "spotter_test_"

    /// Runs statements one by one, each in a transaction of its own.
    ///
    /// - Returns: What they gave, one line a row.
    /// - Throws: `.programFailed` with the server's words.
    @discardableResult
    static func run(
        _ statements: [String], at url: DatabaseURL
    ) async throws(LocalPostgresError) -> [Substring] {
        let psql = try await PostgresPrograms.find().path("psql")
        let commands = statements.flatMap { ["-c", $0] }
        let answer = try await Program.run(
            psql, ["-XqtA", "-v", "ON_ERROR_STOP=1", "-d", url.text] + commands, as: nil, in: "/")
        guard answer.succeeded else { throw LocalPostgresError(.programFailed, answer.output) }
        return answer.output.split(whereSeparator: \.isNewline)
    }

    /// Drops the databases that killed test runs left on a shared server more than an hour ago.
    static func dropOldTestDatabases(at url: DatabaseURL) async throws(LocalPostgresError) {
        let old = try await run(
            [
                """
                SELECT datname
                  FROM pg_database
                 WHERE datname ~ '^\(testDatabasePrefix)[0-9]{9,10}_'
                   AND to_timestamp(split_part(datname, '_', 3)::bigint) < now() - interval '1 hour'
                """
            ], at: url)
        for name in old {
            try await run(["DROP DATABASE IF EXISTS \"\(name)\" WITH (FORCE)"], at: url)
        }
    }
}
