import Postgres
import Testing

@Suite("the pool", .timeLimit(.minutes(2)))
struct PoolTests {
    /// Holds one of the pool's connections until told to let go.
    private func hold(_ pool: Pool) async throws -> (task: Task<Void, any Error>, letGo: Gate) {
        let gate = Gate()
        let holds = Gate()
        let task = Task {
            try await pool.withConnection(deadline: .seconds(60)) { connection in
                holds.open()
                while !gate.isOpen { try connection.execute("SELECT pg_sleep(0.001)") }
            }
        }
        try await eventually("the connection is taken") { holds.isOpen }
        return (task, gate)
    }

    @Test("two hundred tasks share four connections, and none is lost")
    func manyTasks() async throws {
        try await Database.withSettings { settings in
            let observer = try await Observer(settings)
            let pool = Pool(settings, size: 4, logger: Database.logger)
            let total = try await withThrowingTaskGroup(of: Int.self) { group in
                for number in 1...200 {
                    group.addTask {
                        try await pool.withConnection(deadline: .seconds(60)) { connection in
                            try connection.transaction { connection in
                                try connection.query("SELECT $1::bigint", number).only(as: Int.self)
                            }
                        }
                    }
                }
                return try await group.reduce(0, +)
            }
            #expect(total == 20_100)
            #expect(pool.statistics.open <= 4)
            #expect(pool.statistics.idle == pool.statistics.open)
            #expect(pool.statistics.waiting == 0)
            #expect(try await observer.sessions() == pool.statistics.open)
            await pool.shutdown(deadline: .seconds(5))
            #expect(pool.statistics == PoolStatistics(open: 0, idle: 0, waiting: 0))
            try await eventually("all sessions end") { try await observer.sessions() == 0 }
            await observer.close()
        }
    }

    @Test("a caller that waits too long gets poolTimeout, and the next is served")
    func timeout() async throws {
        try await Database.withPool(size: 1) { pool in
            let (holder, gate) = try await hold(pool)
            let error = try await postgresError {
                try await pool.withConnection(deadline: .milliseconds(50)) { _ in }
            }
            #expect(error.code == .poolTimeout)
            #expect(!error.mayHaveCommitted)
            #expect(pool.statistics == PoolStatistics(open: 1, idle: 0, waiting: 0))
            gate.open()
            try await holder.value
            try await pool.withConnection { try $0.execute("SELECT 1") }
        }
    }

    @Test("callers are served in the order in which they came")
    func order() async throws {
        try await Database.withPool(size: 1) { pool in
            let (holder, gate) = try await hold(pool)
            let served = Recorder()
            try await withThrowingTaskGroup(of: Void.self) { group in
                for number in 0..<10 {
                    group.addTask {
                        try await pool.withConnection(deadline: .seconds(30)) { _ in
                            served.add(number)
                        }
                    }
                    try await eventually("the caller waits") {
                        pool.statistics.waiting == number + 1
                    }
                }
                gate.open()
                try await group.waitForAll()
            }
            try await holder.value
            #expect(served.numbers == Array(0..<10))
        }
    }

    @Test("a line that is full refuses the next caller at once")
    func fullLine() async throws {
        try await Database.withPool(size: 1, waitingMax: 1) { pool in
            let (holder, gate) = try await hold(pool)
            let waiting = Task {
                try await pool.withConnection(deadline: .seconds(30)) { _ in }
            }
            try await eventually("the caller waits") { pool.statistics.waiting == 1 }
            let start = ContinuousClock.now
            let error = try await postgresError {
                try await pool.withConnection(deadline: .seconds(30)) { _ in }
            }
            #expect(error.code == .poolTimeout)
            #expect(start.duration(to: .now) < .seconds(5))
            gate.open()
            try await waiting.value
            try await holder.value
        }
    }

    @Test("a cancelled caller leaves the line")
    func cancelledInLine() async throws {
        try await Database.withPool(size: 1) { pool in
            let (holder, gate) = try await hold(pool)
            let waiting = Task {
                try await pool.withConnection(deadline: .seconds(30)) { _ in }
            }
            try await eventually("the caller waits") { pool.statistics.waiting == 1 }
            waiting.cancel()
            let error = try await postgresError { try await waiting.value }
            #expect(error.code == .cancelled)
            #expect(pool.statistics.waiting == 0)
            gate.open()
            try await holder.value
        }
    }

    @Test("a transaction left open costs the connection")
    func leftOpen() async throws {
        try await Database.withPool(size: 1) { pool in
            let first = try await pool.withConnection { connection in
                try connection.execute("BEGIN")
                return connection.backendProcessID
            }
            #expect(pool.statistics.open == 0)
            let second = try await pool.withConnection { connection in
                #expect(connection.transactionStatus == .idle)
                return connection.backendProcessID
            }
            #expect(first != second)
        }
    }

    @Test("shutdown waits for leases, refuses new ones, and sends the line away")
    func shutdown() async throws {
        try await Database.withSettings { settings in
            let pool = Pool(settings, size: 1, logger: Database.logger)
            let (holder, gate) = try await hold(pool)
            let waiting = Task {
                try await pool.withConnection(deadline: .seconds(30)) { _ in }
            }
            try await eventually("the caller waits") { pool.statistics.waiting == 1 }
            async let closing: Void = pool.shutdown(deadline: .seconds(30))
            #expect(try await postgresError { try await waiting.value }.code == .poolClosed)
            let late = try await postgresError { try await pool.withConnection { _ in } }
            #expect(late.code == .poolClosed)
            gate.open()
            try await holder.value
            await closing
            #expect(pool.statistics.open == 0)
            await pool.shutdown(deadline: .seconds(1))
        }
    }

    @Test("shutdown interrupts what does not end in time")
    func forcedShutdown() async throws {
        try await Database.withSettings { settings in
            let pool = Pool(settings, size: 1, logger: Database.logger)
            let (holder, _) = try await hold(pool)
            await pool.shutdown(deadline: .milliseconds(50))
            let error = try await postgresError { try await holder.value }
            #expect(error.code == .cancelled)
            #expect(pool.statistics.open == 0)
        }
    }
}
