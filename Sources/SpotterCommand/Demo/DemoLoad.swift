import Synchronization

/// Saves workouts without a pause, as many clients would, until it is told to stop.
final class DemoLoad: Sendable {
    /// What has happened so far.
    struct Tally: Codable, Sendable {
        /// Workouts, numbered from 1 to this.
        var sent = 0
        /// Those that got a 2xx.
        var accepted = 0
        /// Those that got it at the second try or later.
        var acceptedLate = 0
        /// Requests that were repeated.
        var repeats = 0
    }

    private struct State {
        var tally = Tally()
        var isStopping = false
    }

    /// Clients at a time; each waits for its answer before the next save.
    private static let clients = 8

    /// How long a client tries to get one save accepted; far beyond any restart.
    private static let patience = Duration.seconds(120)

    /// Tells this run's workouts from those of others.
    let run = String(UInt64.random(in: 0...UInt64.max), radix: 36)
    private let http: LocalHTTP
    private let rate: Int
    private let state = Mutex(State())

    init(http: LocalHTTP, rate: Int) {
        self.http = http
        self.rate = rate
    }

    var tally: Tally { state.withLock { $0.tally } }

    /// Begins no further saves; those begun are brought to their end.
    func stop() {
        state.withLock { $0.isStopping = true }
    }

    /// Returns after `stop`, when every save begun has been accepted.
    ///
    /// - Throws: `CommandFailure` when one was refused, or not accepted in time.
    func run() async throws {
        try await withThrowingTaskGroup(of: Void.self) { group in
            for _ in 0..<Self.clients {
                group.addTask { [self] in
                    while let number = next() {
                        try await save(number)
                        try await Task.sleep(for: .seconds(Self.clients) / rate)
                    }
                }
            }
            try await group.waitForAll()
        }
    }

    private func next() -> Int? {
        state.withLock { state in
            guard !state.isStopping else { return nil }
            state.tally.sent += 1
            return state.tally.sent
        }
    }

    /// Sends one save until it is accepted, always with the same key: that is what makes repeating
    /// safe when it is not known whether the server did it.
    private func save(_ number: Int) async throws {
        let body = """
            {"workout": {"name": "Demo \(number)", "demo_run": "\(run)", "demo_number": \(number), \
            "exercises": [{"name": "Squat", "sets": 5}]}}
            """
        let end = ContinuousClock.now + Self.patience
        var pause = Duration.milliseconds(100)
        var tries = 0
        while true {
            // The API itself tries for up to 6 s while the database is away.
            let answer = try? await http.send(
                "POST", "/api/fitness/ai-interview", body: body, key: "demo-\(run)-\(number)",
                deadline: .seconds(10))
            tries += 1
            if let answer, (200..<300).contains(answer.status) { break }
            if let answer, (400..<500).contains(answer.status), answer.status != 429 {
                let text = String(decoding: answer.body.prefix(500), as: UTF8.self)
                throw CommandFailure(.notDone, "a save was refused with \(answer.status): \(text)")
            }
            guard ContinuousClock.now < end else {
                throw CommandFailure(.notDone, "save \(number) was not accepted in two minutes")
            }
            state.withLock { $0.tally.repeats += 1 }
            // Full jitter: clients that failed together must not come back together.
            try await Task.sleep(for: pause * Double.random(in: 0.1...1))
            pause = min(pause * 2, .seconds(2))
        }
        state.withLock { state in
            state.tally.accepted += 1
            if tries > 1 { state.tally.acceptedLate += 1 }
        }
    }
}
