import Spotter
import Testing

@Suite("spotter migrate", .serialized, .timeLimit(.minutes(2)))
struct CommandMigrateTests {
    @Test("goes up and down and up again where there is nothing to lose")
    func upAndDown() async throws {
        try await CommandQueue.with { queue in
            let down = try await queue.spotter("migrate", "--down-to", "0")
            #expect(down.status == 0, "\(down.errors)")
            let up = try await queue.spotter("migrate")
            #expect(up.status == 0, "\(up.errors)")
            _ = try await queue.cancelled(1)
        }
    }

    @Test("removes nothing that holds data without being told to")
    func dataStays() async throws {
        try await CommandQueue.with { queue in
            _ = try await queue.cancelled(3)
            let refused = try await queue.spotter("migrate", "--down-to", "0")
            #expect(refused.status == 64)
            #expect(refused.errors.contains("--yes"))
            #expect(try await queue.count(.cancelled) == 3)
            let told = try await queue.spotter("migrate", "--down-to", "0", "--yes")
            #expect(told.status == 0, "\(told.errors)")
        }
    }
}
