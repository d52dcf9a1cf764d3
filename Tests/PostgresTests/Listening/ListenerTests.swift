import Logging
import Postgres
import Testing

@Suite("a listener", .timeLimit(.minutes(1)))
struct ListenerTests {
    private func notify(_ settings: ConnectionSettings, _ payload: String) async throws {
        try await Database.withConnection(settings) { connection in
            try connection.execute("SELECT pg_notify('Wake \"me\"', $1)", payload)
        }
    }

    @Test("receives notifications, and again after its backend was killed")
    func reconnects() async throws {
        try await Database.withSettings { settings in
            let observer = try await Observer(settings)
            let listener = Listener(
                settings, channels: ["other", "Wake \"me\""], logger: Database.logger)
            var seen: [String] = []
            for await event in listener.events() {
                switch event {
                case .connected:
                    seen.append("connected")
                    try await notify(settings, seen.count == 1 ? "one" : "two")
                case .notification(let channel, let payload):
                    #expect(channel == "Wake \"me\"")
                    seen.append(payload)
                    guard payload == "one" else { break }
                    #expect(try await observer.terminateListeners() == 1)
                case .disconnected(let error):
                    #expect(error.code == .connectionLost)
                    seen.append("disconnected")
                }
                if seen.last == "two" { break }
            }
            #expect(seen == ["connected", "one", "disconnected", "connected", "two"])
            try await eventually("its session ends with the iteration") {
                try await observer.sessions() == 0
            }
            await observer.close()
        }
    }

    @Test("ends when its task is cancelled")
    func cancelled() async throws {
        try await Database.withSettings { settings in
            let observer = try await Observer(settings)
            let connected = Gate()
            let task = Task {
                let listener = Listener(settings, channels: ["a"], logger: Database.logger)
                for await event in listener.events() {
                    if case .connected = event { connected.open() }
                }
            }
            try await eventually("it listens") { connected.isOpen }
            task.cancel()
            await task.value
            try await eventually("its session ends") { try await observer.sessions() == 0 }
            await observer.close()
        }
    }

    @Test("tries again and again while the server is away")
    func serverAway() async throws {
        let port = try SilentServer().port
        let settings = try ConnectionSettings(uri: "postgresql://u@127.0.0.1:\(port)/d")
        let listener = Listener(settings, channels: ["a"], logger: Database.logger)
        var failures = 0
        for await event in listener.events() {
            guard case .disconnected(let error) = event else { continue }
            #expect(error.code == .connectionFailed)
            failures += 1
            if failures == 3 { break }
        }
        #expect(failures == 3)
    }

    @Test("says at once that it cannot work through a pooler")
    func pooler() async throws {
        var settings = try ConnectionSettings(uri: "postgresql://u@127.0.0.1:1/d")
        settings.pooler = true
        let listener = Listener(settings, channels: ["a"], logger: Database.logger)
        var codes: [PostgresError.Code] = []
        for await event in listener.events() {
            if case .disconnected(let error) = event { codes.append(error.code) }
        }
        #expect(codes == [.invalidParameter])
    }
}
