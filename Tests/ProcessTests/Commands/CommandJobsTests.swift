import Spotter
import SpotterHTTP
import Testing

@Suite("Commands that look at jobs and change them")
struct CommandJobsTests {
    @Test("one job is added and shown", .timeLimit(.minutes(1)))
    func enqueueAndShow() async throws {
        try await CommandQueue.with { queue in
            let added = try await queue.spotter(
                "enqueue", "mail", #"{"to":"anna","n":1.50}"#, "--key", "k", "--json")
            #expect(added.status == 0)
            let id = try #require(try added.json()["id"]?.string)
            let again = try await queue.spotter("enqueue", "mail", "{}", "--key", "k", "--json")
            #expect(try again.json()["id"]?.string == id)
            #expect(try again.json()["outcome"]?.string == "existing")
            let shown = try await queue.spotter("jobs", "show", id, "--json")
            #expect(try shown.json()["state"]?.string == "available")
            #expect(try shown.json()["args"]?["to"]?.string == "anna")
            #expect(try shown.json()["created_at"]?.string?.hasSuffix("Z") == true)
            let unknown = try await queue.spotter("jobs", "show", "999")
            #expect(unknown.status == 1)
            #expect(unknown.errors.contains("999"))
        }
    }

    @Test("lines are added, each with its answer", .timeLimit(.minutes(1)))
    func lines() async throws {
        try await CommandQueue.with { queue in
            let input = (0..<2500).map { #"{"kind":"a","args":{"n":\#($0)}}"# + "\n" }.joined()
            let run = try await queue.spotter("enqueue", "--json", input: input)
            #expect(run.status == 0)
            #expect(run.output.split(separator: "\n").count == 2500)
            #expect(try await queue.count(.available) == 2500)
        }
    }

    @Test(
        "a bad line is named, and nothing of its transaction is added",
        .timeLimit(.minutes(1)))
    func badLine() async throws {
        try await CommandQueue.with { queue in
            let good = String(repeating: "{\"kind\":\"a\"}\n", count: 1500)
            let bad = "{\"kind\":\"a\",\"priority\":99999}\n"
            let run = try await queue.spotter("enqueue", input: good + bad + good)
            #expect(run.status == 1)
            #expect(run.errors.contains("line 1501"))
            #expect(run.errors.contains("priority"))
            let added = try await queue.count(.available)
            #expect(added <= 1500)
            #expect(run.errors.contains("\(added) jobs before it have been added"))
        }
    }

    @Test("pages of the list follow each other", .timeLimit(.minutes(1)))
    func list() async throws {
        try await CommandQueue.with { queue in
            _ = try await queue.cancelled(7)
            let first = try await queue.spotter(
                "jobs", "list", "--state", "cancelled", "--limit", "5", "--json")
            #expect(try first.json()["jobs"]?.elements.count == 5)
            let next = try #require(try first.json()["next"]?.string)
            let second = try await queue.spotter(
                "jobs", "list", "--state", "cancelled", "--limit", "5", "--before", next, "--json")
            #expect(try second.json()["jobs"]?.elements.count == 2)
            let table = try await queue.spotter("jobs", "list")
            #expect(table.output.hasPrefix("ID"))
            #expect(!table.output.contains("\u{1B}"))
        }
    }

    @Test("many jobs are not changed without --yes and --reason", .timeLimit(.minutes(1)))
    func refusals() async throws {
        try await CommandQueue.with { queue in
            _ = try await queue.cancelled(3)
            let unasked = try await queue.spotter(
                "jobs", "requeue", "--state", "cancelled", "--reason", "r")
            #expect(unasked.status == 64)
            #expect(unasked.errors.contains("--yes"))
            let unexplained = try await queue.spotter(
                "jobs", "requeue", "--state", "cancelled", "--yes")
            #expect(unexplained.status == 64)
            #expect(unexplained.errors.contains("--reason"))
            let looked = try await queue.spotter(
                "jobs", "requeue", "--state", "cancelled", "--dry-run", "--json")
            #expect(looked.status == 0)
            #expect(try looked.json()["matched"]?.integer == 3)
            #expect(try await queue.count(.cancelled) == 3)
        }
    }

    @Test("two terminals that requeue the same do it once", .timeLimit(.minutes(1)))
    func twoTerminals() async throws {
        try await CommandQueue.with { queue in
            _ = try await queue.cancelled(500)
            async let left = queue.spotter(
                "jobs", "requeue", "--state", "cancelled", "--yes", "--reason", "l", "--json")
            async let right = queue.spotter(
                "jobs", "requeue", "--state", "cancelled", "--yes", "--reason", "r", "--json")
            let runs = try await [left, right]
            #expect(runs.map(\.status) == [0, 0])
            let done = try runs.compactMap { try $0.json()["requeued"]?.integer }.reduce(0, +)
            #expect(done == 500)
            #expect(try await queue.count(.available) == 500)
        }
    }

    @Test("by id, what is wrong is said and the others are done", .timeLimit(.minutes(1)))
    func byID() async throws {
        try await CommandQueue.with { queue in
            let ids = try await queue.cancelled(2).map { "\($0)" }
            let run = try await queue.spotter(
                "jobs", "requeue", ids[0], ids[1], "999", "--yes", "--reason", "why", "--json")
            #expect(run.status == 1)
            #expect(run.errors.contains("there is no job 999"))
            #expect(try run.json()["requeued"]?.integer == 2)
            let again = try await queue.spotter("jobs", "requeue", ids[0])
            #expect(again.status == 1)
            #expect(again.errors.contains("available"))
            let shown = try await queue.spotter("jobs", "show", ids[0], "--json")
            let act = try #require(try shown.json()["acts"]?.elements.last)
            #expect(act["action"]?.string == "requeue")
            #expect(act["actor"]?.string == "anna@test")
            #expect(act["reason"]?.string == "why")
        }
    }

    @Test("queues, stats, workers and the doctor answer in JSON", .timeLimit(.minutes(1)))
    func looks() async throws {
        try await CommandQueue.with { queue in
            _ = try await queue.spotter("enqueue", "a", "{}", "--queue", "q")
            let paused = try await queue.spotter("queues", "pause", "q", "--reason", "r", "--json")
            #expect(try paused.json()["queues"]?.elements.first?["changed"]?.boolean == true)
            let queues = try await queue.spotter("queues", "list", "--json")
            let first = try #require(try queues.json()["queues"]?.elements.first)
            #expect(first["paused"]?.boolean == true)
            #expect(first["available"]?.integer == 1)
            let resumed = try await queue.spotter("queues", "resume", "q")
            #expect(resumed.output == "q resumed\n")
            let stats = try await queue.spotter("stats", "--interval", "0s", "--json")
            #expect(try stats.json()["jobs"]?["available"]?.integer == 1)
            let workers = try await queue.spotter("workers", "list", "--json")
            #expect(try workers.json()["workers"]?.elements.isEmpty == true)
            let doctor = try await queue.spotter("doctor", "--json")
            #expect(try doctor.json()["checks"]?.elements.isEmpty == false)
        }
    }

    @Test("down and up again leaves the schema as it was", .timeLimit(.minutes(1)))
    func migrations() async throws {
        try await CommandQueue.with { queue in
            let nothing = try await queue.spotter("migrate", "--json")
            #expect(try nothing.json()["applied"]?.elements.isEmpty == true)
            let down = try await queue.spotter("migrate", "--down-to", "3", "--json")
            #expect(down.status == 0)
            #expect(try await queue.spotter("migrate", "status").status == 1)
            let up = try await queue.spotter("migrate", "--json")
            #expect(
                try up.json()["applied"]?.elements.count
                    == down.json()["reversed"]?.elements.count)
            #expect(try await queue.spotter("migrate", "status").status == 0)
        }
    }
}
