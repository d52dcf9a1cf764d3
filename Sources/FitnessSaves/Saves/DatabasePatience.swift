package import Logging
import Postgres
import SpotterHTTP

/// Tries again while the database is away, as long as a user can be asked to wait.
///
/// After 1, 2 and 3 s, as the app did before, and 8 s in all, also when the database does not
/// refuse but hangs. What is tried has to bear repetition: its answer may have been lost after the
/// commit.
package struct DatabasePatience: Sendable {
    private static let waits: [Duration] = [.seconds(1), .seconds(2), .seconds(3)]
    /// A healthy database takes milliseconds; what takes longer is better asked again.
    private static let tryMax: Duration = .milliseconds(1500)
    /// Room for a last try after 6 s.
    ///
    /// What is left of the eight goes to the server for ending a statement that hangs, and to
    /// everything around.
    private static let allMax: Duration = .milliseconds(6900)

    /// What PostgreSQL says of a document that our own checks have let through, and it does not
    /// take: a bad text or number, a character it cannot keep.
    ///
    /// Any other error of data is not the client's.
    private static let documentStates = Set(
        ["22003", "22021", "22P02", "22P05"].map(SQLState.init(rawValue:)))

    private let logger: Logger

    package init(logger: Logger) { self.logger = logger }

    /// Calls `body` until it succeeds, at most four times.
    ///
    /// - Parameter body: Takes the time it may use, and whether an earlier call's commit is in
    ///   doubt.
    /// - Throws: `Problem` 503 when the database was away all the time, or cannot be used as it is;
    ///   what `body` throws when it is no trouble of the database's.
    package func run<T: Sendable>(
        _ body: (_ deadline: Duration, _ isInDoubt: Bool) async throws -> T
    ) async throws -> T {
        let deadline = Deadline.after(Self.allMax)
        var isInDoubt = false
        for wait in Self.waits + [nil] {
            do {
                return try await body(min(Self.tryMax, deadline.remaining), isInDoubt)
            } catch let error as PostgresError {
                guard error.isOutage else { throw try problem(for: error) }
                isInDoubt = isInDoubt || error.mayHaveCommitted
                guard let wait, wait < deadline.remaining else { throw away(error) }
                logger.warning(
                    "[Fitness DB] the database is out of reach, trying again",
                    metadata: ["error": "\(error)", "wait": "\(wait)"])
                try await Task.sleep(for: wait)
            }
        }
        throw Problem(.databaseUnavailable)
    }

    private func away(_ error: PostgresError) -> Problem {
        logger.error(
            "[Fitness DB] the database is out of reach, gave up",
            metadata: ["error": "\(String(reflecting: error))"])
        return Problem(.databaseUnavailable, "Repeat the request with the same Idempotency-Key")
            .retry(after: .seconds(5))
    }

    private func problem(for error: PostgresError) throws -> Problem {
        if error.code == .cancelled { throw CancellationError() }
        logger.error(
            "[Fitness DB] the database refused", metadata: ["error": "\(String(reflecting: error))"]
        )
        if let state = error.sqlState, Self.documentStates.contains(state) {
            return Problem(.invalidDocument)
        }
        return Problem(.databaseUnavailable).retry(after: .seconds(30))
    }
}
