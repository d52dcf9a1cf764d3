internal import CLibPQ

/// Where a connection stands between statements.
public enum TransactionStatus: Sendable {
    /// No transaction is open.
    case idle
    /// A statement is under way.
    case active
    /// A transaction is open.
    case inTransaction
    /// A transaction is open and has failed: only a rollback gets out of it.
    case inFailedTransaction
    /// The connection is closed or broken.
    case unknown

    init(_ status: PGTransactionStatusType) {
        switch status {
        case PQTRANS_IDLE: self = .idle
        case PQTRANS_ACTIVE: self = .active
        case PQTRANS_INTRANS: self = .inTransaction
        case PQTRANS_INERROR: self = .inFailedTransaction
        default: self = .unknown
        }
    }
}
