import Postgres
import Testing

/// The `PostgresError` that `body` throws.
func postgresError<T>(
    _ location: SourceLocation = #_sourceLocation, from body: () throws -> T
) throws -> PostgresError {
    try #require(throws: PostgresError.self, sourceLocation: location) { _ = try body() }
}

/// The `PostgresError` that `body` throws.
func postgresError<T>(
    _ location: SourceLocation = #_sourceLocation, from body: () async throws -> T
) async throws -> PostgresError {
    try await #require(throws: PostgresError.self, sourceLocation: location) {
        _ = try await body()
    }
}
