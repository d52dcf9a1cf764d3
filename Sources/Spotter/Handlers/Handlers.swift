public import Postgres

#if canImport(FoundationEssentials)
    import FoundationEssentials
#else
    import Foundation
#endif

/// The code for each kind of job that a worker runs.
///
/// A worker claims only the kinds that are registered here; all others wait for a worker that
/// knows them. There are two forms of handler:
///
/// - one that does its work anywhere, and whose job is completed after it returns. It runs again if
///   the process dies in between, so what it does must bear repetition;
/// - one that does its work in the database, in the transaction that also completes the job: its
///   effect happens exactly once.
public struct Handlers: Sendable {
    private(set) var byKind: [String: Handler] = [:]

    /// Starts with none.
    public init() {}

    /// The kinds that have a handler, in alphabetical order.
    public var kinds: [String] { byKind.keys.sorted() }

    /// Registers a handler that works anywhere.
    ///
    /// - Parameter perform: Returns when the work is done. Should stop when its task is cancelled:
    ///   at the timeout, when an admin cancels the job, and at the end of the shutdown's grace. Any
    ///   error is a failure; ``JobFailure`` and ``Snooze`` say more.
    /// - Throws: ``SpotterError`` `invalidHandler` if the kind has a handler or an impossible name.
    public mutating func register<J: Job>(
        _ type: J.Type, _ perform: @escaping @Sendable (J, JobContext) async throws -> Void
    ) throws(SpotterError) {
        try add(
            J.kind, J.defaults,
            .anywhere { args, context in
                try await perform(try Self.decode(args), context)
            })
    }

    /// Registers a handler that works in the database.
    ///
    /// - Parameter perform: Runs on the connection's own thread, between BEGIN and COMMIT; must
    ///   neither begin nor end a transaction. What it has written is kept if and only if the job
    ///   is completed. May run again after a rollback.
    /// - Throws: ``SpotterError`` `invalidHandler` if the kind has a handler or an impossible name.
    public mutating func register<J: Job>(
        _ type: J.Type,
        inTransaction perform:
            @escaping @Sendable (J, JobContext, isolated Connection) throws -> Void
    ) throws(SpotterError) {
        try add(
            J.kind, J.defaults,
            .inTransaction { args, context, connection in
                try perform(try Self.decode(args), context, connection)
            })
    }

    /// Registers a handler that works in the database and takes the arguments as they are stored,
    /// which spares decoding what is only handed on.
    ///
    /// - Throws: ``SpotterError`` `invalidHandler` if the kind has a handler or an impossible name.
    public mutating func register(
        kind: String, defaults: JobDefaults = JobDefaults(),
        inTransaction perform:
            @escaping @Sendable (JSONBytes, JobContext, isolated Connection) throws -> Void
    ) throws(SpotterError) {
        try add(kind, defaults, .inTransaction(perform))
    }

    /// Registers `spotter.noop`, which does nothing, for probes and benchmarks.
    ///
    /// - Throws: ``SpotterError`` `invalidHandler` if that is registered already.
    public mutating func registerBuiltIns() throws(SpotterError) {
        try add("spotter.noop", JobDefaults(), .anywhere { _, _ in })
    }

    private mutating func add(
        _ kind: String, _ defaults: JobDefaults, _ body: Handler.Body
    ) throws(SpotterError) {
        guard (1...100).contains(kind.count) else {
            throw SpotterError(.invalidHandler, "a kind's name has 1 to 100 characters")
        }
        guard byKind[kind] == nil else {
            throw SpotterError(.invalidHandler, "the kind \(kind) has two handlers")
        }
        byKind[kind] = Handler(defaults: defaults, body: body)
    }

    private static func decode<J: Job>(_ args: JSONBytes) throws -> J {
        let decoder = JSONDecoder()
        decoder.dateDecodingStrategy = .iso8601
        return try decoder.decode(J.self, from: Data(args.bytes))
    }
}
