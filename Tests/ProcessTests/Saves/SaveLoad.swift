import Synchronization
import Testing

/// Clients that post about forty saves a second, each until it is accepted.
final class SaveLoad: Sendable {
    private static let clients = 40

    private struct State {
        var sent = 0
        var accepted: [String: Answer.Save] = [:]
        var isStopping = false
    }

    private let client: SaveClient
    private let ports: [Int]
    private let state = Mutex(State())

    init(client: SaveClient, ports: [Int]) {
        self.client = client
        self.ports = ports
    }

    /// What was accepted so far, by key.
    var accepted: [String: Answer.Save] { state.withLock { $0.accepted } }

    /// Lets ``run()`` end when everything sent is accepted.
    func stop() { state.withLock { $0.isStopping = true } }

    func run() async throws {
        try await withThrowingTaskGroup(of: Void.self) { group in
            for _ in 0..<Self.clients {
                group.addTask { [self] in
                    while let number = next() {
                        let key = "k\(number)"
                        let save = try await client.post(number, key: key, to: ports)
                        state.withLock { $0.accepted[key] = save }
                        // The pace of a person, with no two of the same step.
                        try await Task.sleep(for: .milliseconds(Int.random(in: 800...1200)))
                    }
                }
            }
            try await group.waitForAll()
        }
    }

    private func next() -> Int? {
        state.withLock { state in
            guard !state.isStopping else { return nil }
            state.sent += 1
            return state.sent
        }
    }
}
