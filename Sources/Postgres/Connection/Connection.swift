internal import CLibPQ

/// One connection to a server, on a thread of its own.
///
/// Everything that talks to the server is synchronous and isolated: a unit of work runs on the
/// connection's thread from start to end without a suspension point, so nothing can slip in between
/// its statements. Hopping to the thread costs more than a query; hand it whole units of work:
///
/// ```swift
/// let count = try await connection.run(deadline: .seconds(5)) { connection in
///     try connection.query("SELECT count(*) FROM job").only(as: Int.self)
/// }
/// ```
///
/// A program normally takes its connections from a `Pool`. Each call has a deadline: that of the
/// unit of work, or `callTimeout` when a method is called outside of one.
public actor Connection {
    /// For a call outside of a unit of work.
    ///
    /// Longer than the server's `statement_timeout`, which gives the clearer error.
    static let callTimeout: Duration = .seconds(65)

    /// The thread's executor.
    public nonisolated var unownedExecutor: UnownedSerialExecutor {
        executor.asUnownedSerialExecutor()
    }

    nonisolated let settings: ConnectionSettings
    nonisolated let executor: ThreadExecutor

    /// Nil before the connection is opened and after it is closed.
    private var opened: LibPQConnection?
    var unit: Unit?
    var prepared = PreparedStatements()
    /// How many `transaction` calls are nested now.
    var transactionDepth = 0
    /// The COPY under way.
    var copy: CopyStream?
    /// Set when the connection still works but should be replaced, such as after a failover.
    var isRetired = false

    private init(_ settings: ConnectionSettings) throws(PostgresError) {
        self.settings = settings
        executor = try ThreadExecutor()
    }

    deinit {
        executor.stop()
    }

    /// What libpq's functions take; nil when closed.
    var handle: OpaquePointer? {
        opened?.pointer
    }

    /// Opens a connection.
    ///
    /// - Parameter deadline: Bounds connecting together with the settings' `connectTimeout`. A name
    ///   look-up that hangs is waited for: it cannot be interrupted.
    /// - Throws: `.connectionFailed`, `.deadlineExceeded` or `.cancelled`; nothing was run.
    public static func connect(
        _ settings: ConnectionSettings, deadline: Deadline
    ) async throws(PostgresError) -> Connection {
        let connection = try Connection(settings)
        let limit = min(deadline, .after(settings.connectTimeout))
        let unit = Unit(deadline: limit, interrupt: Interrupt())
        let failure = await withTaskCancellationHandler {
            await connection.open(unit)
        } onCancel: {
            unit.interrupt.raise()
        }
        if let failure { throw failure }
        return connection
    }

    /// Opens the connection and returns why that failed, or nil.
    private func open(_ unit: Unit) -> PostgresError? {
        unit.interrupt.attach(executor.wake)
        defer { unit.interrupt.detach() }
        do throws(PostgresError) {
            let pointer = try Connector(wake: executor.wake, unit: unit).connect(settings)
            let sink = NoticeSink(settings.noticeHandler)
            opened = LibPQConnection(owning: pointer, noticeSink: sink)
            return nil
        } catch {
            return error
        }
    }

    /// Says goodbye to the server and closes the socket.
    ///
    /// Harmless when closed already.
    public func close() {
        opened = nil
    }

    /// Whether the connection is open and, as far as is known without asking, works.
    public var isUsable: Bool {
        handle.map { PQstatus($0) == CONNECTION_OK } ?? false
    }

    /// Where the connection stands between statements.
    public var transactionStatus: TransactionStatus {
        handle.map { TransactionStatus(PQtransactionStatus($0)) } ?? .unknown
    }

    /// The server's version, 150018 for 15.18; 0 when closed.
    public var serverVersion: Int {
        handle.map { Int(PQserverVersion($0)) } ?? 0
    }

    /// The process that serves this connection, as in `pg_stat_activity.pid`; 0 when closed.
    public var backendProcessID: Int32 {
        handle.map { PQbackendPID($0) } ?? 0
    }
}
