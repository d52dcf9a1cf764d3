import Postgres

extension FailureReport {
    init(_ error: PostgresError) {
        let words = [error.message, error.hint.map { "(\($0))" }].compactMap { $0 }
            .joined(separator: " ")
        let state = error.sqlState.map { " [\($0.rawValue)]" } ?? ""
        let status = Self.status(of: error)
        switch status {
        case .usage where error.code == .server:
            // Written by Spotter's own functions, which say what is allowed.
            self.init(status: status, message: words)
        case .usage:
            self.init(status: status, message: "a value cannot be sent: \(words)")
        case .notAllowed:
            self.init(status: status, message: "not allowed: \(words)\(state)")
        case .databaseUnreachable:
            let outcome =
                error.mayHaveCommitted
                ? "; what was sent last may have been done or not" : ""
            self.init(
                status: status,
                message: "the database is out of reach: \(words)\(state)\(outcome)")
        case .done, .notDone:
            self.init(status: .notDone, message: Self.advice(on: error) ?? "\(words)\(state)")
        }
    }

    private static func status(of error: PostgresError) -> CommandStatus {
        if let state = error.sqlState {
            if state == .insufficientPrivilege || state.class == "28" { return .notAllowed }
            if state == .invalidParameterValue, error.message?.hasPrefix("spotter: ") == true {
                return .usage
            }
            let gone: [SQLState] = [
                .adminShutdown, .crashShutdown, .cannotConnectNow, .databaseDropped,
                .invalidCatalogName, .tooManyConnections, .readOnlyTransaction,
            ]
            if gone.contains(state) || state.class == "08" { return .databaseUnreachable }
        }
        switch error.code {
        case .connectionFailed, .connectionLost, .deadlineExceeded, .poolTimeout, .poolClosed:
            return .databaseUnreachable
        case .invalidParameter:
            return .usage
        default:
            return .notDone
        }
    }

    /// What to do about the errors that people really meet.
    private static func advice(on error: PostgresError) -> String? {
        switch error.sqlState {
        case .invalidSchemaName?, .undefinedTable?, .undefinedFunction?, .undefinedColumn?:
            "the schema is missing or older than this program (\(error.message ?? "")); "
                + "run `spotter migrate`"
        case .queryCanceled?:
            "the database took too long and was stopped; narrow the filter, "
                + "for example with --state failed or --since"
        case .lockNotAvailable?:
            "somebody else holds a lock on it; try again (\(error.message ?? ""))"
        default: nil
        }
    }
}
