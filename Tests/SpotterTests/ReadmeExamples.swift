import Logging
import Postgres
import ServiceLifecycle
import Spotter
import Testing
import UnixSignals

// What stands here stands in README.md too, word for word; `scripts/check-readme` holds them together.

struct SendWelcome: Job {
    static let kind = "send_welcome"
    static let defaults = JobDefaults(maxAttempts: 5, timeout: .seconds(30))
    var email: String
}

func signUp(_ email: String, _ pool: Pool, _ store: JobStore) async throws {
    try await pool.withConnection { connection in
        try connection.transaction { connection in
            try connection.execute("INSERT INTO account (email) VALUES ($1)", email)
            _ = try store.enqueue(NewJob(SendWelcome(email: email)), on: connection)
        }
    }
}

func runWorker(_ databaseURL: String, _ mailer: Mailer, _ logger: Logger) async throws {
    var handlers = Handlers()
    // Works anywhere; runs again if the worker dies before the completion is written.
    try handlers.register(SendWelcome.self) { job, context in
        try await mailer.send("Welcome!", to: job.email, messageID: "welcome-\(context.id)")
    }
    // Works in the database: what it writes commits with the job's completion, exactly once.
    try handlers.register(
        Credit.self,
        inTransaction: { job, context, connection in
            try connection.execute(
                "UPDATE account SET balance = balance + $1 WHERE email = $2", job.cents, job.email)
        })
    let worker = try Worker(
        settings: try ConnectionSettings(uri: databaseURL), handlers: handlers,
        worker: WorkerSettings(name: "mailer", release: "1.0"), logger: logger)
    try await ServiceGroup(
        services: [worker], gracefulShutdownSignals: [.sigterm, .sigint], logger: logger
    ).run()
}

// What follows is not in the README.

struct Credit: Job {
    static let kind = "credit"
    var email: String
    var cents: Int
}

actor Mailer {
    var sent: [String] = []

    func send(_ text: String, to address: String, messageID: String) async throws {
        sent.append("\(address) \(text) \(messageID)")
    }
}

@Suite("The README's examples", .timeLimit(.minutes(1)))
struct ReadmeExamples {
    @Test("sign somebody up, welcome him once, and credit him once")
    func examples() async throws {
        try await TestQueue.with { queue in
            try await queue.execute("CREATE TABLE account (email text, balance bigint DEFAULT 0)")
            try await signUp("a@example.org", queue.pool, queue.store)
            _ = try await queue.store.enqueue(NewJob(Credit(email: "a@example.org", cents: 250)))
            let mailer = Mailer()
            let worker = Task { try await runWorker(queue.url, mailer, TestQueue.logger) }
            try await eventually { try await queue.counts() == ["completed": 2] }
            worker.cancel()
            _ = await worker.result
            #expect(await mailer.sent.count == 1)
            let balance: Int = try await queue.value("SELECT balance FROM account")
            #expect(balance == 250)
        }
    }
}
