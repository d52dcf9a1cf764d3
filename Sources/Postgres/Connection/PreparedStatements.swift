internal import CLibPQ

/// What is prepared on one connection.
///
/// The server fixes the types of a statement's parameters when it is prepared. A NULL has no type,
/// so a statement first run with a NULL got a guessed type there, and a later value may not fit the
/// guess. It is then prepared once more, under the name with a number behind it.
struct PreparedStatements {
    private struct Variant {
        let serverName: String
        let types: [Oid]

        func fits(_ wanted: [Oid]) -> Bool {
            types.count == wanted.count
                && zip(types, wanted).allSatisfy { $0 == $1 || $1 == 0 }
        }
    }

    /// Memory on the server: a plan takes some ten KiB.
    ///
    /// Beyond this, statements run unprepared.
    static let countMax = 512
    /// More variants than this of one name mean that types are all over the place.
    static let variantsMax = 8

    private var variants: [Statement: [Variant]] = [:]
    private var count = 0
    private var madeEver = 0

    /// The name under which `statement` is prepared for these types, if it is.
    func serverName(for statement: Statement, types: [Oid]) -> String? {
        variants[statement]?.first { $0.fits(types) }?.serverName
    }

    /// A name to prepare `statement` under; nil: run it unprepared.
    mutating func newName(for statement: Statement) -> String? {
        guard let name = statement.name, count < Self.countMax,
            variants[statement, default: []].count < Self.variantsMax
        else { return nil }
        madeEver += 1
        // 63 bytes are what the server keeps of an identifier; a prepared name has no such limit,
        // but shows up in pg_prepared_statements and in logs.
        return variants[statement] == nil ? name : "\(name)~\(madeEver)"
    }

    /// Notes what the server has confirmed.
    mutating func add(_ statement: Statement, types: [Oid], serverName: String) {
        variants[statement, default: []].append(Variant(serverName: serverName, types: types))
        count += 1
    }

    /// Forgets all variants after DDL made them useless.
    ///
    /// The names stay taken on the server.
    mutating func forget(_ statement: Statement) {
        count -= variants[statement]?.count ?? 0
        variants[statement] = []
    }
}
