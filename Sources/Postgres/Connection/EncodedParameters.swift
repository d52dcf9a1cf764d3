internal import CLibPQ

/// The parameters of one statement as libpq wants them: all bytes in one buffer.
struct EncodedParameters {
    private(set) var types: [Oid] = []
    private var bytes: [UInt8] = []
    private var places: [Int?] = []
    private var lengths: [Int32] = []

    /// The protocol counts parameters in 16 bits.
    static let countMax = 65_535

    /// - Throws: `.invalidParameter` for too many, too large or impossible values.
    init(
        _ parameters: [(any PostgresEncodable)?], statement: String?
    ) throws(PostgresError) {
        guard parameters.count <= Self.countMax else {
            throw PostgresError(
                .invalidParameter, statement: statement,
                message: "\(parameters.count) parameters; at most \(Self.countMax)")
        }
        for (index, parameter) in parameters.enumerated() {
            let place = bytes.count
            if let parameter {
                do throws(PostgresError) {
                    try parameter.encode(into: &bytes)
                } catch {
                    throw PostgresError(
                        error.code, statement: statement,
                        message: "parameter \(index + 1): \(error.message ?? "")")
                }
            }
            guard let length = Int32(exactly: bytes.count - place) else {
                throw PostgresError(
                    .invalidParameter, statement: statement,
                    message: "parameter \(index + 1): 2 GiB or more")
            }
            types.append(parameter.map { type(of: $0).oid.rawValue } ?? 0)
            places.append(parameter == nil ? nil : place)
            lengths.append(length)
        }
        // An empty value needs an address too: libpq takes a null pointer for NULL.
        bytes.append(0)
    }

    var count: Int32 { Int32(types.count) }

    /// Bytes of all values, with what the protocol adds to each.
    var size: Int { bytes.count + 4 * types.count }

    /// Calls `body` with the arrays of `PQsendQueryParams`: values, lengths, formats.
    func withArrays<R>(
        _ body: (
            UnsafePointer<UnsafePointer<CChar>?>?, UnsafePointer<Int32>?, UnsafePointer<Int32>?
        ) -> R
    ) -> R {
        let formats = [Int32](repeating: 1, count: types.count)
        return bytes.withUnsafeBytes { buffer in
            let values = places.map { place in
                place.flatMap { buffer.baseAddress?.advanced(by: $0) }
                    .map { $0.assumingMemoryBound(to: CChar.self) }
            }
            return values.withUnsafeBufferPointer { values in
                lengths.withUnsafeBufferPointer { lengths in
                    formats.withUnsafeBufferPointer { formats in
                        body(values.baseAddress, lengths.baseAddress, formats.baseAddress)
                    }
                }
            }
        }
    }
}
