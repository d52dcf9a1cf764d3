import Postgres

extension Doctor {
    func checkMigrations() async throws -> [DoctorCheck] {
        let steps = try await migrator.status()
        let pending = steps.filter { $0.state == .pending }
        guard pending.isEmpty else {
            return [
                DoctorCheck(
                    "schema", .failed,
                    "\(pending.count) steps are missing, the first is "
                        + "\(pending[0].set) \(pending[0].number) \(pending[0].name)",
                    advice: "run `spotter migrate`")
            ]
        }
        let newer = steps.filter { $0.state == .unknown }
        if let first = newer.first {
            let isBreaking = newer.contains(where: \.isBreaking)
            return [
                DoctorCheck(
                    "schema", isBreaking ? .failed : .warning,
                    "a newer release has applied \(first.set) \(first.number) \(first.name)",
                    advice: isBreaking
                        ? "deploy that release: this one cannot work with its schema"
                        : "deploy that release when you can; this one works as well")
            ]
        }
        let changed = steps.filter { $0.state == .changed }
        guard changed.isEmpty else {
            let names = changed.map { "\($0.set) \($0.number)" }.joined(separator: ", ")
            return [
                DoctorCheck(
                    "schema", .warning, "applied with another text than this program's: \(names)",
                    advice: "find out who changed the files; compare with a fresh database")
            ]
        }
        return [.ok("schema", "as this program has it, \(steps.count) steps")]
    }

    func checkTables() async throws -> [DoctorCheck] {
        try await store.look { connection in
            let rows = try connection.query(store.statement(.doctorSchema), store.schema.name)
            guard let row = rows.first else {
                return [DoctorCheck("tables", .failed, "there is no schema \(store.schema.name)")]
            }
            return try [
                list(
                    row, "not_logged", check: "persistence", .failed,
                    good: "every table is logged", bad: "a crash empties",
                    advice: "ALTER TABLE … SET LOGGED"),
                list(
                    row, "invalid_indexes", check: "indexes", .failed,
                    good: "all valid", bad: "invalid:", advice: "REINDEX INDEX CONCURRENTLY …"),
                list(
                    row, "not_vacuumed", check: "vacuum", .warning,
                    good: "on for every table", bad: "turned off for",
                    advice: "ALTER TABLE … RESET (autovacuum_enabled)"),
                list(
                    row, "missing_rights", check: "rights", .warning,
                    good: "this role may do everything", bad: "this role may not",
                    advice: "fine for a role that only looks; else GRANT them"),
            ]
        }
    }

    private func list(
        _ row: Row, _ column: String, check: String, _ status: DoctorCheck.Status, good: String,
        bad: String, advice: String
    ) throws -> DoctorCheck {
        let names = try row.decode([String].self, at: column)
        guard !names.isEmpty else { return .ok(check, good) }
        let more = names.count > 5 ? " and \(names.count - 5) more" : ""
        let shown = names.prefix(5).joined(separator: ", ")
        return DoctorCheck(check, status, "\(bad) \(shown)\(more)", advice: advice)
    }
}
