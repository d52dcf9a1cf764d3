import Postgres

extension SQLState {
    /// This worker has ended, counted as dead by others (`sql/migrations/0003_worker.up.sql`).
    static let workerDead = SQLState(rawValue: "SP001")
    /// This attempt has its outcome already (`sql/migrations/0003_worker.up.sql`).
    static let attemptSettled = SQLState(rawValue: "SP002")
}

extension PostgresError {
    /// Trouble of the database, the network or another session, which passes without the job's
    /// doing (PostgreSQL manual, Appendix A).
    ///
    /// Classes 08 connection, 40 rollback, 53 resources, 57 operator intervention, 58 system, and
    /// the states that locks and a read-only standby cause.
    var isInfrastructure: Bool {
        guard let sqlState else {
            return code != .unexpectedResult && code != .invalidParameter
        }
        let states: Set<SQLState> = [
            .lockNotAvailable, .readOnlyTransaction,
            SQLState(rawValue: "25P02"), SQLState(rawValue: "25P03"),
        ]
        return ["08", "40", "53", "57", "58"].contains(sqlState.class) || states.contains(sqlState)
    }

    /// The data itself is refused: 22 (a value out of range), 23 (a constraint).
    ///
    /// Unless what is missing or in the way belongs to others, and may yet come or go: a foreign
    /// key's other side, an exclusion.
    var isAboutData: Bool {
        guard let sqlState else { return code == .invalidParameter }
        let passing: Set<SQLState> = [.foreignKeyViolation, SQLState(rawValue: "23P01")]
        return ["22", "23"].contains(sqlState.class) && !passing.contains(sqlState)
    }
}
