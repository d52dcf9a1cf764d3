import Postgres

extension Doctor {
    /// The major versions that the SQL is written for and tested with.
    private static let versions = 14...18

    func checkServer() async throws -> [DoctorCheck] {
        try await store.look { connection in
            let row = try connection.query(store.statement(.doctorServer))[0]
            return try [version(row), tls(row)] + durability(row)
                + [isolation(row), vacuum(row), connections(row)]
        }
    }

    private func version(_ row: Row) throws -> DoctorCheck {
        let number = try row.decode(Int.self, at: "version")
        let finding = "PostgreSQL \(number / 10_000).\(number % 10_000)"
        if try row.decode(Bool.self, at: "is_standby") {
            return DoctorCheck(
                "version", .failed, "\(finding), a standby that takes no writes",
                advice: "let DATABASE_URL name the primary, or all hosts")
        }
        guard Self.versions.contains(number / 10_000) else {
            return DoctorCheck(
                "version", number / 10_000 < 14 ? .failed : .warning, finding,
                advice: "versions 14 to 18 are supported")
        }
        return .ok("version", finding)
    }

    private func tls(_ row: Row) throws -> DoctorCheck {
        if try row.decode(Bool.self, at: "has_tls") {
            let version = try row.decode(String?.self, at: "tls_version")
            return .ok("tls", version ?? "in use")
        }
        let near: Set<String> = ["localhost", "127.0.0.1", "::1"]
        let isLocal = connection.hosts.allSatisfy { near.contains($0) || $0.hasPrefix("/") }
        guard !isLocal else { return .ok("tls", "not in use, on this machine") }
        return DoctorCheck(
            "tls", .warning, "not in use to \(connection.hosts.joined(separator: ", "))",
            advice: "add sslmode=verify-full and sslrootcert to DATABASE_URL")
    }

    private func durability(_ row: Row) throws -> [DoctorCheck] {
        let losses = [
            ("fsync", "a crash can lose or damage everything"),
            ("full_page_writes", "a crash can damage tables"),
            ("synchronous_commit", "a crash can lose jobs that have been confirmed"),
        ]
        return try losses.map { name, loss in
            let value = try row.decode(String.self, at: name)
            // remote_write waits for a standby besides; locally it flushes as `on` does.
            guard value == "off" else { return .ok(name, value) }
            return DoctorCheck(
                name, .failed, "off: \(loss)",
                advice: "turn it on for the server, this database and this role")
        }
    }

    private func isolation(_ row: Row) throws -> DoctorCheck {
        let level = try row.decode(String.self, at: "isolation")
        guard level != "read committed" else { return .ok("isolation", level) }
        return DoctorCheck(
            "isolation", .warning, "the default is \(level): claims and acts may fail and repeat",
            advice: "ALTER ROLE … SET default_transaction_isolation = 'read committed'")
    }

    private func vacuum(_ row: Row) throws -> DoctorCheck {
        guard try !row.decode(Bool.self, at: "autovacuum") else { return .ok("autovacuum", "on") }
        return DoctorCheck(
            "autovacuum", .failed, "off: tables grow without end, claims become slow",
            advice: "turn on autovacuum and track_counts")
    }

    private func connections(_ row: Row) throws -> DoctorCheck {
        let most = try row.decode(Int.self, at: "connections")
        let used = try row.decode(Int.self, at: "connected")
        // Three more for a worker's claims and heartbeats.
        let needed = poolSize + 3
        let finding = "\(used) of \(most) in use; a process opens up to \(needed)"
        let advice = "lower SPOTTER_POOL_SIZE, raise max_connections, or use a pooler"
        if needed > most {
            return DoctorCheck("connections", .failed, finding, advice: advice)
        }
        let isTight = used * 10 > most * 8 || used + needed > most
        return DoctorCheck(
            "connections", isTight ? .warning : .ok, finding, advice: isTight ? advice : nil)
    }
}
