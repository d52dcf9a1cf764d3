import LocalPostgres
import Postgres
import Testing

extension Saves {
    @Suite("enqueued by others", .serialized, .timeLimit(.minutes(2)))
    struct OutsideTests {
        private static let workout = "5e6f1e0a-58a5-4b44-9f0e-3b2a4c1d0e9f"

        /// As SQL literals.
        private static func args(_ version: Int) -> String {
            """
            '{"user_id": "anna", "workout_id": "\(workout)", "action": "save", \
            "workout": {"name": "From outside", "version": \(version)}}'
            """
        }

        @Test("with psql are applied by the worker, and their user sees them")
        func psql() async throws {
            try await AppUnderFire.with { app in
                let (_, port) = try await app.startAPI()
                _ = try await app.startWorker()
                let output = try await psql(
                    "SELECT * FROM spotter.enqueue('save_workout', \(Self.args(7)),"
                        + " queue => 'saves')", in: app)
                let fields = output.split(separator: "|").map(String.init)
                #expect(fields.last == "created")
                let client = try await app.client("anna")
                let id = try #require(fields.first)
                _ = try await app.save(id, until: "saved", of: client, at: port)
                #expect(try await app.storedVersion(of: Self.workout) == 7)
                let seen = try await client.send(
                    "GET", "/api/fitness/workouts/\(Self.workout)", to: port)
                #expect(seen.status == 200)
                #expect(seen.text.contains("From outside"))
                try await app.queue.expectEffectsOnce(of: [Self.workout])
            }
        }

        @Test(
            "with a prepared statement are one job a key",
            arguments: [
                // What tokio-postgres (Prisma's $queryRaw) and pg send: types left to the server.
                "PREPARE enqueue AS SELECT job_id, outcome FROM spotter.enqueue("
                    + "'save_workout', $1::jsonb, queue => 'saves', key => $2)",
                "PREPARE enqueue (text, text) AS SELECT job_id, outcome FROM spotter.enqueue("
                    + "'save_workout', $1::jsonb, queue => 'saves', key => $2)",
                "PREPARE enqueue (text, text) AS SELECT job_id, outcome FROM spotter.enqueue("
                    + "$3, cast($1 AS jsonb), 'saves', 0, NULL, 20, $2)",
            ])
        func prepared(statement: String) async throws {
            try await AppUnderFire.with { app in
                _ = try await app.startWorker()
                let kind = statement.contains("$3") ? ", 'save_workout'" : ""
                let execute = "EXECUTE enqueue (\(Self.args(1)), 'from-outside'\(kind))"
                let prepare =
                    kind.isEmpty
                    ? statement
                    : statement.replacing("(text, text)", with: "(text, text, text)")
                let output = try await psql("\(prepare); \(execute); \(execute)", in: app)
                let rows = output.split(separator: "\n").filter { $0.contains("|") }
                #expect(rows.count == 2)
                #expect(rows.map { $0.split(separator: "|")[1] } == ["created", "existing"])
                #expect(Set(rows.map { $0.split(separator: "|")[0] }).count == 1)
                try await eventually { try await app.queue.count("completed") == 1 }
                try await app.queue.expectEffectsOnce(of: [Self.workout])
            }
        }

        @Test("in a transaction that rolls back leave nothing behind")
        func rolledBack() async throws {
            try await AppUnderFire.with { app in
                _ = try await psql(
                    "BEGIN; SELECT * FROM spotter.enqueue('save_workout', \(Self.args(1)),"
                        + " queue => 'saves', key => 'k'); ROLLBACK", in: app)
                let left: Int = try await app.queue.value(
                    "SELECT (SELECT count(*) FROM spotter.job) + (SELECT count(*) FROM spotter.key)"
                )
                #expect(left == 0)
            }
        }

        @Test("with arguments that are none are failed at once, and hold up nobody")
        func wrongArguments() async throws {
            try await AppUnderFire.with { app in
                _ = try await app.startWorker()
                for args in [
                    "{}", "{\"user_id\": \"anna\"}",
                    "{\"user_id\": \"anna\", \"workout_id\": \"none\", \"action\": \"save\"}",
                ] {
                    _ = try await psql(
                        "SELECT * FROM spotter.enqueue('save_workout', '\(args)', 'saves')",
                        in: app)
                }
                _ = try await psql(
                    "SELECT * FROM spotter.enqueue('save_workout', \(Self.args(1)), 'saves')",
                    in: app)
                try await eventually { try await app.queue.count("failed") == 3 }
                try await eventually { try await app.queue.count("completed") == 1 }
                try await app.queue.expectEffectsOnce(of: [Self.workout])
            }
        }

        private func psql(_ sql: String, in app: AppUnderFire) async throws -> String {
            let program = try await PostgresPrograms.find().path("psql")
            let output = try await ChildProcess.output(
                of: .init(
                    program,
                    [app.queue.url, "-X", "-A", "-t", "-q", "-v", "ON_ERROR_STOP=1", "-c", sql]),
                deadline: .seconds(20))
            #expect(output.succeeded, "\(output.errorText)")
            return output.text.split(separator: "\n").joined(separator: "\n")
        }
    }
}
