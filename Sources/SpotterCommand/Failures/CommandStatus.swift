/// How the program ends, as the shell sees it.
///
/// The numbers are those of BSD's sysexits.h.
enum CommandStatus: Int32, Sendable {
    /// Done.
    case done = 0
    /// Not done, or done in part; a message has said what.
    case notDone = 1
    /// Wrong usage, or a wrong setting (EX_USAGE).
    case usage = 64
    /// The database is out of reach (EX_UNAVAILABLE).
    case databaseUnreachable = 69
    /// The database does not allow it to this role (EX_NOPERM).
    case notAllowed = 77
}
