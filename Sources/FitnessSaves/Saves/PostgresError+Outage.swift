import Postgres

extension PostgresError {
    /// Trouble that passes by itself: no connection, no answer, or a server that is starting,
    /// stopping, full, read-only or torn by locks (classes 08, 40, 53, 57, 58 and two states).
    var isOutage: Bool {
        guard let sqlState else {
            return ![.cancelled, .unexpectedResult, .invalidParameter].contains(code)
        }
        return ["08", "40", "53", "57", "58"].contains(sqlState.class)
            || sqlState == .lockNotAvailable || sqlState == .readOnlyTransaction
    }
}
