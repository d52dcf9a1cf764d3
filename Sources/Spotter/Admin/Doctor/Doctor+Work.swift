import Postgres

extension Doctor {
    /// A job that waits longer although nothing is paused needs a look.
    private static let waitMax: Int64 = 300

    func checkWork() async throws -> [DoctorCheck] {
        try await store.look { connection in
            let row = try connection.query(store.statement(.doctorWork))[0]
            return try [workers(row), orphans(row), ids(row)]
        }
    }

    private func workers(_ row: Row) throws -> DoctorCheck {
        let alive = try row.decode(Int.self, at: "alive")
        let late = try row.decode(Int.self, at: "late")
        let lost = try row.decode(Int.self, at: "lost")
        let releases = try row.decode([String].self, at: "releases").sorted()
        guard alive > 0 else {
            return DoctorCheck(
                "workers", .warning, "none is alive", advice: "start `spotter worker`")
        }
        var finding = "\(alive) alive, release \(releases.joined(separator: ", "))"
        if late > 0 { finding += "; \(late) without a heartbeat" }
        if lost > 0 { finding += "; \(lost) lost within the hour" }
        let isFine = late == 0 && lost == 0
        return DoctorCheck(
            "workers", isFine ? .ok : .warning, finding,
            advice: isFine ? nil : "look for crashes, kills and stalls in the workers' logs")
    }

    private func orphans(_ row: Row) throws -> DoctorCheck {
        let count = try row.decode(Int.self, at: "orphans")
        guard count > 0 else { return .ok("leases", "each has a live worker") }
        return DoctorCheck(
            "leases", .warning, "\(count) belong to no live worker",
            advice: "a live worker gives their jobs back within a minute; start one, "
                + "and look for locks if it does not")
    }

    private func ids(_ row: Row) throws -> DoctorCheck {
        let last = try row.decode(Int64.self, at: "last_id")
        let percent = last / (Int64.max / 100)
        let finding = "the last job is \(last), \(percent) % of what there is"
        guard percent >= 50 else { return .ok("ids", finding) }
        return DoctorCheck(
            "ids", percent >= 90 ? .failed : .warning, finding,
            advice: "somebody has set the sequence job_id_seq too high")
    }

    func checkQueues() async throws -> [DoctorCheck] {
        try await store.look { connection in
            let now = try connection.query(store.statement(.clock)).only(as: Timestamp.self)
            let queues = try connection.query(store.statement(.queueList), Int64(1))
                .map { try QueueRecord($0, cap: 1) }
            let kinds = try connection.query(store.statement(.doctorKinds))
                .decode(String.self, String.self, Int64.self)
            return [waiting(queues, now: now), paused(queues), unknown(kinds)]
        }
    }

    private func waiting(_ queues: [QueueRecord], now: Timestamp) -> DoctorCheck {
        let waits = queues.filter { $0.pausedAt == nil }.compactMap { queue in
            queue.oldestDueAt.map {
                (name: queue.name, seconds: (now.microseconds - $0.microseconds) / 1_000_000)
            }
        }
        let late = waits.filter { $0.seconds > Self.waitMax }
        guard !late.isEmpty else {
            let longest = waits.map(\.seconds).max()
            return .ok("waiting", longest.map { "the oldest due job has waited \($0) s" } ?? "none")
        }
        let shown = late.prefix(5).map { "\($0.name) (\($0.seconds) s)" }
        return DoctorCheck(
            "waiting", .warning, "jobs are late in \(shown.joined(separator: ", "))",
            advice: "more workers or more --concurrency; see whether a kind below has no worker")
    }

    private func paused(_ queues: [QueueRecord]) -> DoctorCheck {
        let paused = queues.filter { $0.pausedAt != nil }
        guard !paused.isEmpty else { return .ok("paused", "no queue is paused") }
        let shown = paused.prefix(5).map {
            "\($0.name) by \($0.pausedBy ?? ""): \($0.pauseReason ?? "")"
        }
        return DoctorCheck(
            "paused", .warning, shown.joined(separator: "; "),
            advice: "`spotter queues resume NAME` when the reason is gone")
    }

    private func unknown(_ kinds: [(String, String, Int64)]) -> DoctorCheck {
        guard !kinds.isEmpty else {
            return .ok("kinds", "a live worker knows every kind that is due")
        }
        let shown = kinds.prefix(5).map { "\($0.0) in queue \($0.1) (job \($0.2))" }
        return DoctorCheck(
            "kinds", .warning,
            "no live worker takes \(shown.joined(separator: ", "))",
            advice: "start a worker that knows the kind and serves the queue")
    }
}
