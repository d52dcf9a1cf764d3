import Postgres
import Spotter
import Testing

@Suite("The doctor")
struct DoctorTests {
    private func checks(_ queue: TestQueue) async throws -> [String: DoctorCheck] {
        let doctor = Doctor(
            store: queue.store, connection: queue.settings,
            migrator: Migrator(
                settings: queue.settings, sets: [.spotter], logger: TestQueue.logger),
            poolSize: 10)
        let checks = try await doctor.run()
        return Dictionary(checks.map { ($0.name, $0) }) { first, _ in first }
    }

    @Test(
        "finds nothing wrong with a new database but the missing worker",
        .timeLimit(.minutes(1)))
    func healthy() async throws {
        try await TestQueue.with { queue in
            let checks = try await checks(queue)
            // The tests' server runs without fsync, for speed, and it may answer slowly: dozens of
            // other tests are asking it at the same time.
            let expected = ["fsync", "full_page_writes", "synchronous_commit", "connection"]
            let wrong = checks.values.filter { $0.status != .ok && !expected.contains($0.name) }
            #expect(checks["connection"]?.status != .failed)
            #expect(wrong.map(\.name) == ["workers"])
            #expect(checks.values.allSatisfy { $0.status == .ok || $0.advice != nil })
        }
    }

    @Test("finds unlogged tables, invalid indexes, tables without vacuum", .timeLimit(.minutes(1)))
    func tables() async throws {
        try await TestQueue.with { queue in
            try await queue.execute("ALTER TABLE spotter.queue SET UNLOGGED")
            try await queue.execute("ALTER TABLE spotter.act SET (autovacuum_enabled = false)")
            let checks = try await checks(queue)
            #expect(checks["persistence"]?.status == .failed)
            #expect(checks["persistence"]?.finding.contains("queue") == true)
            #expect(checks["vacuum"]?.status == .warning)
        }
    }

    @Test("finds a schema that is missing or older", .timeLimit(.minutes(1)))
    func schema() async throws {
        try await TestQueue.with { queue in
            let last = try #require(MigrationSet.spotter.migrations.last?.number)
            let migrator = Migrator(
                settings: queue.settings, sets: [.spotter], logger: TestQueue.logger)
            _ = try await migrator.down(to: last - 1)
            let checks = try await checks(queue)
            #expect(checks["schema"]?.status == .failed)
            #expect(checks["schema"]?.advice == "run `spotter migrate`")
            #expect(checks["tables"] == nil)
        }
    }

    @Test(
        "finds what nobody takes, what is paused, and leases of the dead",
        .timeLimit(.minutes(1)))
    func work() async throws {
        try await TestQueue.with { queue in
            try await queue.enqueue("nobody_knows")
            try await queue.execute(
                "UPDATE spotter.ready SET run_at = now() - interval '10 minutes'")
            _ = try await queue.store.pause(queue: "p", reason: "why", by: TestQueue.admin)
            try await queue.execute(
                """
                INSERT INTO spotter.lease (worker_id, claimed_at, job_ids, attempts, failures)
                VALUES (99, now() - interval '1 hour', '{1}', '{1}', '{0}')
                """)
            let checks = try await checks(queue)
            #expect(checks["kinds"]?.finding.contains("nobody_knows") == true)
            #expect(checks["waiting"]?.status == .warning)
            #expect(checks["paused"]?.finding.contains("p by anna@test: why") == true)
            #expect(checks["leases"]?.status == .warning)
        }
    }
}
