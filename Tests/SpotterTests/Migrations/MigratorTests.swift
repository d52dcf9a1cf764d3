import LocalPostgres
import Logging
import Postgres
import Testing

@testable import Spotter

@Suite("Migrations", .timeLimit(.minutes(2)))
struct MigratorTests {
    private func migrator(
        _ url: String, _ sets: [MigrationSet] = [.spotter], schema: Schema = .standard
    ) throws -> Migrator {
        Migrator(
            settings: try ConnectionSettings(uri: url), schema: schema, sets: sets,
            logger: TestQueue.logger)
    }

    /// Everything in the schema, in words.
    private func shape(_ url: String, schema: String = "spotter") async throws -> [String] {
        let connection = try await Connection.connect(
            try ConnectionSettings(uri: url), deadline: .after(.seconds(5)))
        let shape = try await connection.run(deadline: .seconds(10)) { connection in
            try connection.query(
                """
                SELECT c.relkind::text || ' ' || c.relname || ' ' || coalesce(string_agg(
                    a.attname || ' ' || format_type(a.atttypid, a.atttypmod) || a.attnotnull::text,
                    ',' ORDER BY a.attnum), '') || c.relpersistence::text
                FROM pg_class c LEFT JOIN pg_attribute a ON a.attrelid = c.oid AND a.attnum > 0
                WHERE c.relnamespace = to_regnamespace($1::text) GROUP BY c.oid
                UNION ALL
                SELECT p.proname || pg_get_function_identity_arguments(p.oid)
                FROM pg_proc p WHERE p.pronamespace = to_regnamespace($1::text)
                ORDER BY 1
                """, schema
            ).decode(String.self)
        }
        await connection.close()
        return shape
    }

    @Test("twenty at once on an empty database make one schema")
    func twentyAtOnce() async throws {
        try await TestDatabase.with { url in
            let migrator = try migrator(url)
            let applied = try await withThrowingTaskGroup(of: Int.self) { group in
                for _ in 0..<20 { group.addTask { try await migrator.up().count } }
                return try await group.reduce(0, +)
            }
            #expect(applied == MigrationSet.spotter.migrations.count)
            #expect(try await migrator.status().allSatisfy { $0.state == .applied })
            try await migrator.check()
        }
    }

    @Test("up, down and up again give the same schema")
    func upDownUp() async throws {
        try await TestDatabase.with { url in
            let migrator = try migrator(url)
            _ = try await migrator.up()
            let first = try await shape(url)
            #expect(try await migrator.down(to: 0).count == MigrationSet.spotter.migrations.count)
            #expect(try await shape(url).filter { !$0.contains("migration") } == [])
            _ = try await migrator.up()
            #expect(try await shape(url) == first)
            #expect(
                !first.contains { $0.hasSuffix("u") && $0.hasPrefix("r ") }, "an unlogged table")
        }
    }

    @Test("a step that fails leaves nothing of itself")
    func failedStep() async throws {
        let broken = MigrationSet(
            name: "broken",
            migrations: [
                Migration(
                    number: 1, name: "good", up: "CREATE TABLE good ()", down: "DROP TABLE good"),
                Migration(
                    number: 2, name: "bad", up: "CREATE TABLE half (); SELECT 1/0", down: "SELECT 1"
                ),
            ])
        try await TestDatabase.with { url in
            let migrator = try migrator(url, [broken])
            let error = await #expect(throws: SpotterError.self) { try await migrator.up() }
            #expect(error?.code == .migrationFailed)
            #expect(try await migrator.status().map(\.state) == [.applied, .pending])
            #expect(
                try await shape(url, schema: "public").contains { $0.contains("half") } == false)
        }
    }

    @Test("an older program on a newer schema says so and changes nothing")
    func olderProgram() async throws {
        let newer = MigrationSet(
            name: "spotter",
            migrations: MigrationSet.spotter.migrations + [
                Migration(
                    number: MigrationSet.spotter.migrations.count + 1, name: "next",
                    up: "CREATE TABLE spotter.next ()", down: "DROP TABLE spotter.next")
            ])
        try await TestDatabase.with { url in
            _ = try await migrator(url, [newer]).up()
            let before = try await shape(url)
            let old = try migrator(url)
            for act in [old.up(to:), { _ in try await old.down(to: 0) }] {
                let error = await #expect(throws: SpotterError.self) { try await act(nil) }
                #expect(error?.code == .schemaTooNew)
            }
            #expect(try await shape(url) == before)
            try await old.check()
        }
    }

    @Test("a program does not work on a schema that shuts it out, or lacks something")
    func check() async throws {
        let newer = MigrationSet(
            name: "spotter",
            migrations: MigrationSet.spotter.migrations + [
                Migration(
                    number: MigrationSet.spotter.migrations.count + 1, name: "next",
                    up: "-- Breaking  the old claim\nSELECT 1", down: "SELECT 1")
            ])
        try await TestDatabase.with { url in
            let old = try migrator(url)
            var error = await #expect(throws: SpotterError.self) { try await old.check() }
            #expect(error?.code == .schemaTooOld)
            _ = try await migrator(url, [newer]).up()
            error = await #expect(throws: SpotterError.self) { try await old.check() }
            #expect(error?.code == .schemaTooNew)
        }
    }

    @Test("another schema's name is used throughout")
    func otherSchema() async throws {
        try await TestDatabase.with { url in
            let schema = try Schema("jobs_2")
            _ = try await migrator(url, schema: schema).up()
            #expect(try await shape(url) == [])
            let settings = try ConnectionSettings(uri: url)
            let pool = Pool(settings, size: 2, logger: TestQueue.logger)
            let store = JobStore(pool: pool, schema: schema)
            let id = try await store.enqueue(
                NewJob(kind: "work", args: JSONBytes(bytes: [0x7b, 0x7d]))
            ).id
            var handlers = Handlers()
            try handlers.register(Kind.self) { _, _ in }
            let worker = try Worker(
                settings: settings, schema: schema, handlers: handlers,
                worker: TestQueue.quickSettings(), logger: TestQueue.logger)
            let running = Task { try await worker.run() }
            try await eventually {
                try await pool.withConnection { connection in
                    try connection.query(
                        "SELECT state FROM jobs_2.jobs WHERE id = $1", id
                    ).only(as: String.self) == "completed"
                }
            }
            running.cancel()
            try await running.value
            await pool.shutdown(deadline: .seconds(1))
        }
    }
}
