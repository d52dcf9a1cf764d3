/// Takes the rows of a binary COPY.
///
/// Rows are collected and sent in chunks of 64 KiB, so memory does not grow with their number.
public struct CopyWriter: ~Copyable {
    /// Larger chunks are no faster (measured: 8 KiB and 64 KiB the same).
    static let chunkBytes = 64 * 1024

    private var buffer: [UInt8]
    private let statement: String?
    private let connection: Connection

    init(connection: Connection, statement: String?) {
        self.statement = statement
        self.connection = connection
        buffer = []
        buffer.reserveCapacity(Self.chunkBytes + 1024)
        // Signature, no flags, no extension (PostgreSQL manual, COPY, "Binary Format").
        buffer.append(contentsOf: "PGCOPY\n".utf8)
        buffer.append(contentsOf: [0xFF, 0x0D, 0x0A, 0x00])
        buffer.append(bigEndian: Int32(0))
        buffer.append(bigEndian: Int32(0))
    }

    /// Adds one row, its values in the order of the COPY's columns; nil is NULL.
    ///
    /// The types must be exactly those of the columns: nothing is converted on the way.
    ///
    /// - Throws: `.invalidParameter` if a value cannot be sent (the row is left out), or what went
    ///   wrong with the connection.
    public mutating func write(_ values: (any PostgresEncodable)?...) throws(PostgresError) {
        try write(parameters: values)
    }

    /// Adds one row, its values in the order of the COPY's columns; nil is NULL.
    ///
    /// - Throws: As the other `write`.
    public mutating func write(
        parameters values: [(any PostgresEncodable)?]
    ) throws(PostgresError) {
        let start = buffer.count
        guard let count = Int16(exactly: values.count) else {
            throw PostgresError(.invalidParameter, statement: statement, message: "too many values")
        }
        buffer.append(bigEndian: count)
        do throws(PostgresError) {
            for value in values { try buffer.append(lengthPrefixed: value) }
        } catch {
            buffer.removeSubrange(start...)
            throw PostgresError(error.code, statement: statement, message: error.message)
        }
        if buffer.count >= Self.chunkBytes { try flush() }
    }

    /// Sends the rest and the mark of the end.
    mutating func finish() throws(PostgresError) {
        buffer.append(bigEndian: Int16(-1))
        try flush()
    }

    private mutating func flush() throws(PostgresError) {
        // The writer lives only inside `copyIn`, on the connection's thread; elsewhere this traps.
        let chunk = buffer
        try connection.assumeIsolated { connection in
            Result { () throws(PostgresError) in try connection.sendCopy(chunk) }
        }.get()
        buffer.removeAll(keepingCapacity: true)
    }
}
