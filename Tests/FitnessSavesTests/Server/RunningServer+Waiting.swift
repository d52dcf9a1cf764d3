import Postgres
import Testing

extension RunningServer {
    /// How many jobs there are.
    func jobs() async throws -> Int {
        try await sql { try $0.query("SELECT count(*) FROM spotter.job").only(as: Int.self) }
    }

    /// Asks again until `condition` holds, for at most ten seconds.
    func eventually(
        _ what: String, _ condition: () async throws -> Bool
    ) async throws {
        let end = ContinuousClock.now + .seconds(10)
        while try await !condition() {
            guard ContinuousClock.now < end else {
                Issue.record("not within ten seconds: \(what)")
                return
            }
            try await Task.sleep(for: .milliseconds(20))
        }
    }
}
