import LocalPostgres
import Postgres
import Spotter
import SpotterHTTP
import Testing

@Suite("Usage, settings and exit codes of the program")
struct CommandUsageTests {
    @Test(
        "help is complete and ends with 0",
        arguments: [
            [], ["api"], ["worker"], ["migrate"], ["migrate", "status"], ["enqueue"],
            ["jobs", "list"],
            ["jobs", "show"], ["jobs", "requeue"], ["jobs", "cancel"], ["jobs", "release"],
            ["queues", "list"], ["queues", "pause"], ["queues", "resume"], ["workers", "list"],
            ["stats"], ["token"], ["doctor"], ["settings"],
        ])
    func help(command: [String]) async throws {
        let run = try await CommandRun.spotter(command + ["--help"])
        #expect(run.status == 0)
        #expect(run.output.contains("USAGE: spotter"))
    }

    @Test(
        "wrong usage ends with 64",
        arguments: [
            ["nonsense"], ["jobs", "show"], ["jobs", "show", "x"], ["jobs", "show", "-1"],
            ["jobs", "list", "--limit", "0"], ["jobs", "list", "--state", "done"],
            ["jobs", "list", "--since", "yesterday"], ["jobs", "list", "--args", "{"],
            ["jobs", "requeue"], ["jobs", "requeue", "1", "--kind", "a"],
            ["jobs", "requeue", "--state", "completed", "--yes", "--reason", "r"],
            ["migrate", "--to", "1", "--down-to", "1"], ["stats", "--interval", "NaN"],
            ["worker", "--concurrency", "0"], ["token"], ["token", "--user", "a", "--ttl", "1y"],
        ])
    func wrongUsage(command: [String]) async throws {
        let run = try await CommandRun.spotter(command, url: "postgresql://127.0.0.1:1/x")
        #expect(run.status == 64)
        #expect(run.output.isEmpty)
        #expect(!run.errors.isEmpty)
    }

    @Test(
        "a missing DATABASE_URL is named, with an example",
        arguments: [
            ["api"], ["worker"], ["migrate"], ["jobs", "list"], ["doctor"], ["enqueue", "a", "{}"],
        ])
    func missingDatabase(command: [String]) async throws {
        let secret = ["SPOTTER_JWT_SECRET": String(repeating: "s", count: 32)]
        let run = try await CommandRun.spotter(command, environment: secret)
        #expect(run.status == 64)
        #expect(run.errors.contains("DATABASE_URL"))
        #expect(run.errors.contains("postgresql://"))
    }

    @Test("a wrong setting stops the start with its name, value and what is allowed")
    func wrongSetting() async throws {
        let run = try await CommandRun.spotter(
            ["worker"], url: "postgresql://127.0.0.1:1/x", environment: ["SPOTTER_LEASE": "15"])
        #expect(run.status == 64)
        #expect(run.errors.contains("SPOTTER_LEASE=15"))
        #expect(run.errors.contains("from 1s to 1h"))
    }

    @Test("a database out of reach ends with 69, soon, without the password")
    func unreachable() async throws {
        let run = try await CommandRun.spotter(
            ["jobs", "list"], url: "postgresql://anna:hunter2@127.0.0.1:1/x")
        #expect(run.status == 69)
        #expect(!run.errors.contains("hunter2"))
        #expect(run.errors.split(separator: "\n").count == 1)
    }

    @Test("a role without rights ends with 77", .timeLimit(.minutes(1)))
    func notAllowed() async throws {
        try await CommandQueue.with { queue in
            try await queue.store.withConnection { connection in
                try connection.executeScript(
                    """
                    DO $$ BEGIN
                        CREATE ROLE spotter_test_nobody;
                    EXCEPTION WHEN duplicate_object THEN NULL;
                    END $$;
                    """)
            }
            let separator = queue.url.contains("?") ? "&" : "?"
            let run = try await CommandRun.spotter(
                ["jobs", "list"],
                url: queue.url + separator + "options=-c%20role%3Dspotter_test_nobody")
            #expect(run.status == 77)
        }
    }

    @Test("without its tables it says what to run", .timeLimit(.minutes(1)))
    func noSchema() async throws {
        try await TestDatabase.with { url in
            for command in [["jobs", "list"], ["worker"], ["migrate", "status"], ["doctor"]] {
                let run = try await CommandRun.spotter(command, url: url)
                #expect(run.status == 1, "\(command)")
                #expect((run.errors + run.output).contains("spotter migrate"), "\(command)")
            }
        }
    }

    @Test("a token is what the API takes, and names its user")
    func token() async throws {
        let run = try await CommandRun.spotter(
            ["token", "--user", "anna", "--json"],
            environment: ["SPOTTER_JWT_SECRET": String(repeating: "s", count: 32)])
        #expect(run.status == 0)
        let token = try #require(try run.json()["token"]?.string)
        #expect(token.split(separator: ".").count == 3)
        #expect(try run.json()["user"]?.string == "anna")
    }

    @Test("the reference lists every setting")
    func settings() async throws {
        let run = try await CommandRun.spotter(["settings", "--json"])
        let names = try run.json()["settings"]?.elements.compactMap { $0["name"]?.string } ?? []
        #expect(names.contains("DATABASE_URL"))
        #expect(names.contains("SPOTTER_SHUTDOWN_GRACE"))
    }
}
