import Postgres
import Testing

/// The `PostgresError` that `body` throws.
func postgresError<T>(
    sourceLocation: SourceLocation = #_sourceLocation, from body: () throws -> T
) throws -> PostgresError {
    try #require(throws: PostgresError.self, sourceLocation: sourceLocation) { _ = try body() }
}

/// The `PostgresError` that `body` throws.
func postgresError<T>(
    isolation: isolated (any Actor)? = #isolation,
    sourceLocation: SourceLocation = #_sourceLocation, from body: () async throws -> T
) async throws -> PostgresError {
    do {
        _ = try await body()
    } catch let error as PostgresError {
        return error
    }
    Issue.record("no error was thrown", sourceLocation: sourceLocation)
    throw PostgresError(.unexpectedResult)
}
