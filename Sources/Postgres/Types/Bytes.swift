extension [UInt8] {
    /// Appends a whole number in network byte order.
    mutating func append(bigEndian value: some FixedWidthInteger) {
        Swift.withUnsafeBytes(of: value.bigEndian) { append(contentsOf: $0) }
    }

    /// Overwrites four bytes at `offset` with a number in network byte order.
    mutating func overwrite(at offset: Int, bigEndian value: Int32) {
        Swift.withUnsafeBytes(of: value.bigEndian) { bytes in
            replaceSubrange(offset..<(offset + 4), with: bytes)
        }
    }

    /// Appends a value behind its length, as arrays and COPY want it; -1 stands for NULL.
    mutating func append(
        lengthPrefixed value: (any PostgresEncodable)?
    ) throws(PostgresError) {
        guard let value else {
            append(bigEndian: Int32(-1))
            return
        }
        let place = count
        append(bigEndian: Int32(0))
        try value.encode(into: &self)
        guard let length = Int32(exactly: count - place - 4) else {
            throw PostgresError(.invalidParameter, message: "a value of 2 GiB or more")
        }
        overwrite(at: place, bigEndian: length)
    }
}

extension UnsafeRawBufferPointer {
    /// The whole number in network byte order at `offset`, which must lie inside.
    func bigEndian<I: FixedWidthInteger & BitwiseCopyable>(
        _ type: I.Type, at offset: Int = 0
    ) -> I {
        I(bigEndian: loadUnaligned(fromByteOffset: offset, as: I.self))
    }
}
