import Postgres
import Testing

/// Everything that can go wrong, at once: what each call says about its outcome must be true.
@Suite("a storm of kills, deadlines and cancellations", .timeLimit(.minutes(2)))
struct StormTests {
    private enum Way: CaseIterable {
        case transaction, statement, pipeline, copy
    }

    private static let add = Statement(name: "item_add", sql: "INSERT INTO item VALUES ($1)")

    private static func write(
        _ number: Int, _ way: Way, _ connection: isolated Connection
    ) throws {
        switch way {
        case .statement:
            try connection.execute(Self.add, number)
        case .transaction:
            try connection.transaction { connection in
                try connection.execute(Self.add, number)
                try connection.execute("SELECT pg_sleep(0.002)")
            }
        case .pipeline:
            _ = try connection.pipeline([
                Request("BEGIN"), Request(Self.add, number), Request("COMMIT"),
            ])
        case .copy:
            try connection.copyIn("COPY item FROM STDIN (FORMAT binary)") { try $0.write(number) }
        }
    }

    /// Writes one row with little time, perhaps cancelled, and says what is known of it.
    private func attempt(_ number: Int, _ pool: Pool) async throws -> Bool? {
        let way = Way.allCases[number % Way.allCases.count]
        let deadline = Duration.microseconds(Int.random(in: 500...20_000))
        let task = Task {
            try await pool.withConnection(deadline: number % 5 == 0 ? .seconds(20) : deadline) {
                try Self.write(number, way, $0)
            }
        }
        if number % 7 == 0 { task.cancel() }
        do {
            try await task.value
            return true
        } catch let error as PostgresError {
            return error.mayHaveCommitted ? nil : false
        }
    }

    @Test("leaves no doubt where there need be none, and a whole pool")
    func storm() async throws {
        try await Database.withSettings { settings in
            let observer = try await Observer(settings)
            try await Database.withConnection(settings) { connection in
                try connection.execute("CREATE TABLE item (id bigint PRIMARY KEY)")
            }
            let (done, failed) = (Recorder(), Recorder())
            try await Database.withPool(settings, size: 4) { pool in
                try await withThrowingTaskGroup(of: Void.self) { group in
                    for start in 0..<8 {
                        group.addTask {
                            for number in stride(from: start, to: 1600, by: 8) {
                                switch try await attempt(number, pool) {
                                case true: done.add(number)
                                case false: failed.add(number)
                                default: break
                                }
                                if number % 200 == 0 { _ = try await observer.terminateAll() }
                            }
                        }
                    }
                    try await group.waitForAll()
                }
                try await pool.withConnection { try $0.execute("SELECT 1") }
                #expect(pool.statistics.idle == pool.statistics.open)
                #expect(pool.statistics.waiting == 0)
            }
            // A statement whose connection was thrown away may still run for a moment.
            try await eventually("all sessions end") { try await observer.sessions() == 0 }
            let stored = try await observer.ids(of: "item")
            #expect(Set(done.numbers).isSubset(of: stored), "what was done is there")
            #expect(stored.isDisjoint(with: failed.numbers), "what failed is not")
            #expect(!done.numbers.isEmpty)
            #expect(!failed.numbers.isEmpty)
            await observer.close()
        }
    }
}
