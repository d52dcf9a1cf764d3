import Postgres

extension Doctor {
    /// A transaction that lasts longer keeps dead rows from being removed, and claims slow down.
    private static let transactionSecondsMax = 300.0

    func checkSessions() async throws -> [DoctorCheck] {
        try await store.look { connection in
            let row = try connection.query(store.statement(.doctorSessions))[0]
            return try [
                oldest(row), prepared(row), notifications(row), deadRows(row),
            ]
        }
    }

    private func oldest(_ row: Row) throws -> DoctorCheck {
        let seconds = try row.decode(Double?.self, at: "oldest_seconds") ?? 0
        guard seconds > Self.transactionSecondsMax,
            let pid = try row.decode(Int?.self, at: "oldest_pid")
        else { return .ok("transactions", "none is older than 5 minutes") }
        let name = try row.decode(String?.self, at: "oldest_application") ?? ""
        let state = try row.decode(String?.self, at: "oldest_state") ?? "unknown"
        return DoctorCheck(
            "transactions", .warning,
            "process \(pid) (\(name), \(state)) has had one open for \(Int(seconds)) s",
            advice: "dead rows cannot be removed meanwhile; end it: "
                + "SELECT pg_terminate_backend(\(pid))")
    }

    private func prepared(_ row: Row) throws -> DoctorCheck {
        let count = try row.decode(Int.self, at: "prepared")
        guard count > 0 else { return .ok("prepared transactions", "none") }
        let seconds = try row.decode(Double?.self, at: "prepared_seconds") ?? 0
        let isOld = seconds > Self.transactionSecondsMax
        return DoctorCheck(
            "prepared transactions", isOld ? .warning : .ok,
            "\(count), the oldest for \(Int(seconds)) s",
            advice: isOld ? "they hold locks and snapshots: COMMIT or ROLLBACK PREPARED" : nil)
    }

    private func notifications(_ row: Row) throws -> DoctorCheck {
        let usage = try row.decode(Double.self, at: "notification_usage")
        let finding = "\(Int(usage * 100)) % of the queue of notifications in use"
        guard usage > 0.5 else { return .ok("notifications", finding) }
        return DoctorCheck(
            "notifications", usage > 0.9 ? .failed : .warning, finding,
            advice: "when it is full, commits fail: find the listener that is in a long transaction"
        )
    }

    private func deadRows(_ row: Row) throws -> DoctorCheck {
        let dead = try row.decode(Int.self, at: "ready_dead")
        let live = try row.decode(Int.self, at: "ready_live")
        let finding = "\(dead) dead rows among \(live) living in ready"
        guard dead > 500_000, dead > live else { return .ok("dead rows", finding) }
        return DoctorCheck(
            "dead rows", .warning, finding,
            advice:
                "claims slow down: end long transactions, then VACUUM \(store.schema.name).ready")
    }
}
