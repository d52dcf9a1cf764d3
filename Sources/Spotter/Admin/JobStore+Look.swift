import Postgres

extension JobStore {
    /// No look-up takes longer: the server ends a statement after 10 s (`admin_look.sql`), and this
    /// leaves it time to say so.
    static let lookTimeMax = Duration.seconds(15)

    /// Runs look-ups in one transaction that can neither write nor take long, on one snapshot.
    func look<T: Sendable>(
        _ body: @escaping @Sendable (isolated Connection) throws -> T
    ) async throws -> T {
        try await withConnection(deadline: Self.lookTimeMax) { connection in
            try connection.transaction(.repeatableRead) { connection in
                try connection.execute(statement(.adminLook))
                return try body(connection)
            }
        }
    }
}
