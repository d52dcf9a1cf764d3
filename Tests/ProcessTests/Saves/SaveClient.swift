import AsyncHTTPClient
import NIOCore
import NIOHTTP1
import Testing

/// An app's client as it should be: it repeats a request, with the same key, until it has an answer.
struct SaveClient: Sendable {
    /// Never shut down: it lives as long as the tests.
    private static let http: HTTPClient = {
        var configuration = HTTPClient.Configuration()
        configuration.connectionPool.concurrentHTTP1ConnectionsPerHostSoftLimit = 200
        return HTTPClient(eventLoopGroupProvider: .singleton, configuration: configuration)
    }()

    /// What may be away for longest: the database, while all of this machine's cores are busy.
    private static let patience: Duration = .seconds(60)

    let user: String
    let token: String

    /// One request to the API on this port, once.
    func send(
        _ method: String, _ path: String, body: String? = nil, key: String? = nil,
        prefer: String? = nil, to port: Int, timeout: TimeAmount = .seconds(15)
    ) async throws -> Answer {
        var request = HTTPClientRequest(url: "http://127.0.0.1:\(port)\(path)")
        request.method = HTTPMethod(rawValue: method)
        request.headers.add(name: "Authorization", value: "Bearer \(token)")
        if let key { request.headers.add(name: "Idempotency-Key", value: key) }
        if let prefer { request.headers.add(name: "Prefer", value: prefer) }
        if let body {
            request.headers.add(name: "Content-Type", value: "application/json")
            request.body = .bytes(ByteBuffer(string: body))
        }
        let start = ContinuousClock.now
        let response = try await Self.http.execute(request, timeout: timeout)
        return try await Answer(response, since: start)
    }

    /// The same until it is accepted.
    ///
    /// - Parameter ports: Taken in turn.
    func insist(
        _ method: String, _ path: String, body: String? = nil, key: String, to ports: [Int],
        sourceLocation: SourceLocation = #_sourceLocation
    ) async throws -> Answer.Save {
        let end = ContinuousClock.now + Self.patience
        var tries = 0
        while true {
            let port = ports[tries % ports.count]
            tries += 1
            // No answer, or half of one: it may have been done.
            if let answer = try? await send(method, path, body: body, key: key, to: port) {
                if (200..<300).contains(answer.status) { return try answer.save() }
                try #require(
                    answer.status >= 500, "\(answer.text)", sourceLocation: sourceLocation)
            }
            try #require(.now < end, "never accepted", sourceLocation: sourceLocation)
            try await Task.sleep(for: .milliseconds(Int.random(in: 50...300)))
        }
    }

    /// Posts a new workout that carries this number until it is accepted.
    func post(
        _ number: Int, key: String, to ports: [Int],
        sourceLocation: SourceLocation = #_sourceLocation
    ) async throws -> Answer.Save {
        try await insist(
            "POST", "/api/fitness/ai-interview", body: Self.workout(number), key: key, to: ports,
            sourceLocation: sourceLocation)
    }

    /// A request's body: a workout that carries this number.
    static func workout(_ number: Int) -> String {
        """
        {"workout": {"name": "Workout \(number)", "version": \(number),
          "exercises": [{"name": "Squat", "sets": 5}]}}
        """
    }
}
