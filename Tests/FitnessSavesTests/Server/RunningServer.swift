import AsyncHTTPClient
import Hummingbird
import Logging
import NIOCore
import NIOHTTP1
import Postgres
import ServiceLifecycle
import Spotter
import SpotterHTTP
import Testing

@testable import FitnessSaves

#if canImport(FoundationEssentials)
    import FoundationEssentials
#else
    import Foundation
#endif

/// The application on a port of its own, as clients meet it.
struct RunningServer: Sendable {
    static let secret = "test secret of more than 32 bytes, really"

    let port: Int
    let database: String
    let group: ServiceGroup

    var url: String { "http://127.0.0.1:\(port)" }

    /// Runs the application on a fresh database, and a worker beside it if asked to.
    static func with(
        worker: Bool = false, _ change: (inout FitnessSettings) -> Void = { _ in },
        _ body: @escaping @Sendable (RunningServer) async throws -> Void
    ) async throws {
        try await FitnessDatabase.with { url in
            try await with(database: url, worker: worker, change, body)
        }
    }

    /// Runs the application on any database, which need not be there.
    static func with(
        database url: String, worker: Bool = false,
        _ change: (inout FitnessSettings) -> Void = { _ in },
        _ body: @escaping @Sendable (RunningServer) async throws -> Void
    ) async throws {
        var settings = FitnessSettings(users: UserSettings(secret: secret))
        settings.http.port = 0
        settings.poolSize = 4
        change(&settings)
        let connection = try ConnectionSettings(uri: url)
        let (ports, port) = AsyncStream.makeStream(of: Int.self)
        var server = FitnessServer(settings: settings, database: connection, logger: .silent)
        server.metricsAccess = .tokens(["metrics-token"])
        let application = try await server.application { channel in
            port.yield(channel.localAddress?.port ?? 0)
        }
        var services: [any Service] = [application]
        if worker { services.append(try self.worker(connection)) }
        let group = ServiceGroup(services: services, logger: .silent)
        try await withThrowingTaskGroup { tasks in
            tasks.addTask { try await group.run() }
            tasks.addTask {
                let port = try #require(await ports.first { _ in true })
                do {
                    try await body(RunningServer(port: port, database: url, group: group))
                } catch {
                    await group.triggerGracefulShutdown()
                    throw error
                }
                await group.triggerGracefulShutdown()
            }
            try await tasks.waitForAll()
        }
    }

    private static func worker(_ connection: ConnectionSettings) throws -> Worker {
        var handlers = Handlers()
        try SaveWorkout.register(in: &handlers)
        var settings = WorkerSettings(name: "test", release: "test")
        settings.poolSize = 2
        settings.shutdownGrace = .seconds(5)
        return try Worker(
            settings: connection, handlers: handlers, worker: settings, logger: .silent)
    }

    /// A token of a user, good for an hour.
    func token(_ user: String) -> String {
        guard let user = UserID(user) else { return "" }
        return TokenIssuer(secret: Self.secret).token(
            for: user, lifetime: .seconds(3600), now: Date().timeIntervalSince1970)
    }

    /// Sends a request as a user; nil for nobody.
    func send(
        _ method: HTTPMethod, _ path: String, as user: String? = "ann", body: String? = nil,
        headers: [(String, String)] = []
    ) async throws -> Reply {
        var request = HTTPClientRequest(url: url + path)
        request.method = method
        request.headers = HTTPHeaders(headers)
        if let user { request.headers.add(name: "Authorization", value: "Bearer \(token(user))") }
        if let body {
            if !request.headers.contains(name: "Content-Type") {
                request.headers.add(name: "Content-Type", value: "application/json")
            }
            request.body = .bytes(ByteBuffer(string: body))
        }
        let response = try await HTTPClient.shared.execute(request, timeout: .seconds(20))
        let bytes = try await response.body.collect(upTo: 64 << 20)
        return Reply(response, Array(bytes.readableBytesView))
    }

    /// Runs statements on the database beside the application.
    @discardableResult
    func sql<T: Sendable>(
        _ body: @escaping @Sendable (isolated Connection) throws -> T
    ) async throws -> T {
        let connection = try await Connection.connect(
            try ConnectionSettings(uri: database), deadline: .after(.seconds(5)))
        let result = try await connection.run(deadline: .seconds(20), body)
        await connection.close()
        return result
    }
}
