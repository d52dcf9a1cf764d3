/// The states that callers of this library tell apart.
extension SQLState {
    /// A connection broke on the server's side (to another server, for instance).
    public static let connectionException = SQLState(rawValue: "08000")
    /// A message did not fit the protocol: mostly a parameter of the wrong binary type.
    public static let protocolViolation = SQLState(rawValue: "08P01")
    /// Not supported; also "cached plan must not change result type" after DDL.
    public static let featureNotSupported = SQLState(rawValue: "0A000")
    /// A text is too long for its column.
    public static let stringDataRightTruncation = SQLState(rawValue: "22001")
    /// A number does not fit its type.
    public static let numericValueOutOfRange = SQLState(rawValue: "22003")
    /// A text is not valid in its encoding.
    public static let characterNotInRepertoire = SQLState(rawValue: "22021")
    /// A function refused an argument.
    public static let invalidParameterValue = SQLState(rawValue: "22023")
    /// A text is not a value of the type asked for.
    public static let invalidTextRepresentation = SQLState(rawValue: "22P02")
    /// A character cannot be stored, such as an escaped NUL in jsonb.
    public static let untranslatableCharacter = SQLState(rawValue: "22P05")
    /// A column must not be NULL.
    public static let notNullViolation = SQLState(rawValue: "23502")
    /// A row referred to does not exist, or is still referred to.
    public static let foreignKeyViolation = SQLState(rawValue: "23503")
    /// A unique constraint refused the row.
    public static let uniqueViolation = SQLState(rawValue: "23505")
    /// A check constraint refused the row.
    public static let checkViolation = SQLState(rawValue: "23514")
    /// An exclusion constraint refused the row.
    public static let exclusionViolation = SQLState(rawValue: "23P01")
    /// The server (a standby, perhaps) or the transaction takes no writes.
    public static let readOnlyTransaction = SQLState(rawValue: "25006")
    /// The transaction failed before; only a rollback is possible.
    public static let inFailedTransaction = SQLState(rawValue: "25P02")
    /// The server ended a session that held a transaction and did nothing.
    public static let idleInTransactionTimeout = SQLState(rawValue: "25P03")
    /// No statement is prepared under this name.
    public static let invalidStatementName = SQLState(rawValue: "26000")
    /// The password is wrong.
    public static let invalidPassword = SQLState(rawValue: "28P01")
    /// The database does not exist.
    public static let invalidCatalogName = SQLState(rawValue: "3D000")
    /// The schema does not exist.
    public static let invalidSchemaName = SQLState(rawValue: "3F000")
    /// A concurrent transaction won; the whole transaction may be tried again.
    public static let serializationFailure = SQLState(rawValue: "40001")
    /// Two transactions waited for each other; this one was ended.
    public static let deadlockDetected = SQLState(rawValue: "40P01")
    /// The role may not do this.
    public static let insufficientPrivilege = SQLState(rawValue: "42501")
    /// The text is not SQL.
    public static let syntaxError = SQLState(rawValue: "42601")
    /// The column exists already.
    public static let duplicateColumn = SQLState(rawValue: "42701")
    /// The column does not exist.
    public static let undefinedColumn = SQLState(rawValue: "42703")
    /// The object (a type, a role, a setting) does not exist.
    public static let undefinedObject = SQLState(rawValue: "42704")
    /// The object exists already.
    public static let duplicateObject = SQLState(rawValue: "42710")
    /// The function exists already.
    public static let duplicateFunction = SQLState(rawValue: "42723")
    /// An expression has another type than its column.
    public static let datatypeMismatch = SQLState(rawValue: "42804")
    /// The function does not exist, or not with these types.
    public static let undefinedFunction = SQLState(rawValue: "42883")
    /// The table does not exist.
    public static let undefinedTable = SQLState(rawValue: "42P01")
    /// The schema exists already.
    public static let duplicateSchema = SQLState(rawValue: "42P06")
    /// The table exists already.
    public static let duplicateTable = SQLState(rawValue: "42P07")
    /// The type of a parameter cannot be told; write a cast.
    public static let indeterminateDatatype = SQLState(rawValue: "42P18")
    /// The server's disk is full.
    public static let diskFull = SQLState(rawValue: "53100")
    /// The server is out of memory.
    public static let outOfMemory = SQLState(rawValue: "53200")
    /// The server takes no more connections.
    public static let tooManyConnections = SQLState(rawValue: "53300")
    /// The object is not in a state that allows this.
    public static let objectNotInPrerequisiteState = SQLState(rawValue: "55000")
    /// The object is in use, such as a database with sessions.
    public static let objectInUse = SQLState(rawValue: "55006")
    /// A lock was not to be had at once, or within lock_timeout.
    public static let lockNotAvailable = SQLState(rawValue: "55P03")
    /// A cancel request or statement_timeout ended the statement.
    public static let queryCanceled = SQLState(rawValue: "57014")
    /// An administrator ended the session or the server.
    public static let adminShutdown = SQLState(rawValue: "57P01")
    /// Another session crashed, and all were ended.
    public static let crashShutdown = SQLState(rawValue: "57P02")
    /// The server is starting, stopping or recovering.
    public static let cannotConnectNow = SQLState(rawValue: "57P03")
    /// The database was dropped.
    public static let databaseDropped = SQLState(rawValue: "57P04")
    /// The server could not read or write a file.
    public static let ioError = SQLState(rawValue: "58030")
    /// A function raised an exception of its own.
    public static let raiseException = SQLState(rawValue: "P0001")
    /// A bug in the server or one of its extensions.
    public static let internalError = SQLState(rawValue: "XX000")
    /// The server found damaged data.
    public static let dataCorrupted = SQLState(rawValue: "XX001")
    /// The server found a damaged index.
    public static let indexCorrupted = SQLState(rawValue: "XX002")
}
