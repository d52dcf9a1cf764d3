internal import CLibPQ

/// Hands the server's notices on from libpq's C callback.
final class NoticeSink {
    private let handler: @Sendable (Notice) -> Void

    init(_ handler: @escaping @Sendable (Notice) -> Void) {
        self.handler = handler
    }

    /// Makes `connection` report here; the sink must outlive it.
    func attach(to connection: OpaquePointer) {
        // The result belongs to libpq and lives during the call only, so its fields are copied.
        let receiver: PQnoticeReceiver = { context, result in
            guard let context, let result else { return }
            let sink = Unmanaged<NoticeSink>.fromOpaque(context).takeUnretainedValue()
            sink.handler(Notice(copying: result))
        }
        PQsetNoticeReceiver(connection, receiver, Unmanaged.passUnretained(self).toOpaque())
    }
}

extension Notice {
    fileprivate init(copying result: OpaquePointer) {
        func field(_ code: some BinaryInteger) -> String? {
            PQresultErrorField(result, Int32(code)).map { String(cString: $0) }
        }
        let whole = PQresultErrorMessage(result).map { String(cString: $0).trimmed }
        severity = field(SPOTTER_DIAG_SEVERITY) ?? "NOTICE"
        sqlState = field(SPOTTER_DIAG_SQLSTATE).map(SQLState.init(rawValue:))
        message = PostgresError.bounded(field(SPOTTER_DIAG_MESSAGE) ?? whole ?? "")
    }
}
