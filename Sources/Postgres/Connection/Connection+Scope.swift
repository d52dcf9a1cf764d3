extension Connection {
    /// Opens a connection, hands it to `body`, and closes it, whatever becomes of that.
    ///
    /// - Throws: As `connect`, or what `body` throws.
    package static func with<T: Sendable>(
        _ settings: ConnectionSettings, deadline: Deadline,
        _ body: (Connection) async throws -> T
    ) async throws -> T {
        let connection = try await connect(settings, deadline: deadline)
        do {
            let result = try await body(connection)
            await connection.close()
            return result
        } catch {
            await connection.close()
            throw error
        }
    }
}
