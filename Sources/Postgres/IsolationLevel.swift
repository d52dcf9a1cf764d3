/// What a transaction sees of others that run at the same time.
///
/// - SeeAlso: PostgreSQL manual, "Transaction Isolation".
public enum IsolationLevel: String, Sendable {
    /// Each statement sees what was committed before it began.
    case readCommitted = "READ COMMITTED"
    /// All statements see what was committed before the first; may fail with 40001.
    case repeatableRead = "REPEATABLE READ"
    /// As if transactions ran one after another; may fail with 40001.
    case serializable = "SERIALIZABLE"
}
