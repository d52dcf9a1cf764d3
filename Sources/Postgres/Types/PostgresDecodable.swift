/// A value that can be read from a column in PostgreSQL's binary format.
public protocol PostgresDecodable {
    /// Reads a value that is not NULL. `bytes` are valid during the call only.
    ///
    /// - Throws: `.unexpectedResult` if `type` or `bytes` do not fit.
    init(postgres bytes: UnsafeRawBufferPointer, type: OID) throws(PostgresError)

    /// Reads a value or, where the type has a meaning for it, NULL (nil). Only `Optional` has.
    ///
    /// - Throws: `.unexpectedResult` if `type` or `bytes` do not fit.
    init(postgresNullable bytes: UnsafeRawBufferPointer?, type: OID) throws(PostgresError)
}

extension PostgresDecodable {
    /// Refuses NULL.
    public init(postgresNullable bytes: UnsafeRawBufferPointer?, type: OID) throws(PostgresError) {
        guard let bytes else {
            throw PostgresError(.unexpectedResult, message: "NULL where a value is expected")
        }
        try self.init(postgres: bytes, type: type)
    }

    /// The error for a column of a type that `Self` cannot be read from.
    static func mismatch(_ type: OID) -> PostgresError {
        PostgresError(.unexpectedResult, message: "type \(type) cannot be read as \(Self.self)")
    }

    /// The error for bytes that are no value of their type.
    static func malformed(_ type: OID, _ count: Int) -> PostgresError {
        PostgresError(
            .unexpectedResult, message: "\(count) bytes are no \(Self.self) of type \(type)")
    }
}

extension Optional: PostgresDecodable where Wrapped: PostgresDecodable {
    /// Reads a value that is not NULL.
    public init(postgres bytes: UnsafeRawBufferPointer, type: OID) throws(PostgresError) {
        self = .some(try Wrapped(postgres: bytes, type: type))
    }

    /// NULL becomes nil.
    public init(postgresNullable bytes: UnsafeRawBufferPointer?, type: OID) throws(PostgresError) {
        guard let bytes else {
            self = nil
            return
        }
        self = .some(try Wrapped(postgres: bytes, type: type))
    }
}
