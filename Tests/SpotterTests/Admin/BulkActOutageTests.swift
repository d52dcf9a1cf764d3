import LocalPostgres
import Postgres
import Spotter
import Synchronization
import Testing

@Suite("Acts on many jobs while the database goes away")
struct BulkActOutageTests {
    @Test("go on when it is back, and count what they did before", .timeLimit(.minutes(2)))
    func killedServer() async throws {
        try await TestDatabase.withServer { server in
            let settings = try ConnectionSettings(uri: server.url(database: "postgres"))
            _ = try await Migrator(
                settings: settings, sets: [.spotter], logger: TestQueue.logger
            ).up()
            let pool = Pool(settings, size: 4, logger: TestQueue.logger)
            let queue = TestQueue(
                url: server.url(database: "postgres"), settings: settings, pool: pool,
                store: JobStore(pool: pool))
            let ids = try await queue.enqueueFailed(count: 3000)
            var filter = JobFilter()
            filter.states = [.failed]
            let wanted = filter
            let (begun, beginning) = AsyncStream.makeStream(of: Void.self)
            async let summary = queue.store.act(
                .requeue, where: wanted, reason: "r", by: TestQueue.admin
            ) { _ in beginning.yield() }
            for await _ in begun { break }
            await server.kill()
            let again = try await server.cluster.start()
            #expect(try await summary.done == ids.count)
            let acts: Int = try await queue.value("SELECT count(*) FROM spotter.act")
            #expect(acts == ids.count)
            await pool.shutdown(deadline: .seconds(1))
            await again.stop()
        }
    }
}
