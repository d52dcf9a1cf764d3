/// One run of `spotter demo`: load, kills, waiting, counting.
struct DemoRun: Sendable {
    /// Long enough to see the load run before, between and after the kills.
    private static let calm = Duration.seconds(2)

    /// The promise is 45 s until a dead worker's jobs run elsewhere; the rest is for a slow machine.
    private static let applyPatience = Duration.seconds(120)

    let folder: DevFolder
    let dev: DevReport
    /// Saves per second.
    let rate: Int
    let rounds: Int

    /// - Throws: `CommandFailure` when something did not come back or could not be killed.
    func run() async throws -> DemoResult {
        let http = LocalHTTP(base: String(dev.urls.app.dropLast()), token: dev.token)
        let load = DemoLoad(http: http, rate: rate)
        let killer = DemoKiller(folder: folder, http: http)
        Self.say("saving \(rate) workouts a second as user \(dev.user)")
        let kills = try await withThrowingTaskGroup(of: Void.self) { group in
            group.addTask { try await load.run() }
            defer { load.stop() }
            try await Task.sleep(for: Self.calm)
            var kills: [DemoResult.Kill] = []
            for _ in 0..<rounds {
                for target in DemoKiller.Target.allCases {
                    kills.append(try await killer.kill(target))
                    try await Task.sleep(for: Self.calm)
                }
            }
            load.stop()
            try await group.waitForAll()
            return kills
        }
        let tally = load.tally
        Self.say("\(tally.accepted) saves are accepted; waiting until all are applied")
        let census = try await count(load, http)
        return DemoResult(kills: kills, load: tally, census: census)
    }

    /// Looks until every accepted save is stored, or patience ends.
    private func count(_ load: DemoLoad, _ http: LocalHTTP) async throws -> DemoCensus {
        let end = ContinuousClock.now + Self.applyPatience
        while true {
            let census = try await DemoCensus.take(run: load.run, sent: load.tally.sent, http)
            if census.isComplete || ContinuousClock.now > end { return census }
            try await Task.sleep(for: .milliseconds(500))
        }
    }

    static func say(_ line: String) {
        StandardStream.error.write("[demo] \(line)\n")
    }
}
