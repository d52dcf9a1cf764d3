import Postgres

extension JobStore {
    /// The server ends a single look after this time; see `admin_look.sql`.
    static let lookTimeMax = Duration.seconds(10)

    /// Runs look-ups in one transaction that can neither write nor take long, on one snapshot.
    ///
    /// - Parameter timeMax: For all of it; a little is added, so that the server can say why it
    ///   ended one of them.
    func look<T: Sendable>(
        for timeMax: Duration = lookTimeMax,
        _ body: @escaping @Sendable (isolated Connection) throws -> T
    ) async throws -> T {
        try await withConnection(deadline: timeMax + .seconds(5)) { connection in
            try connection.transaction(.repeatableRead) { connection in
                try connection.execute(statement(.adminLook))
                return try body(connection)
            }
        }
    }
}
