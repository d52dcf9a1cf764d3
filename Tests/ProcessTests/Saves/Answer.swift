import AsyncHTTPClient
import NIOCore
import NIOHTTP1
import Testing

#if canImport(FoundationEssentials)
    import FoundationEssentials
#else
    import Foundation
#endif

/// What the API said to one request.
struct Answer: Sendable {
    let status: Int
    private let headers: HTTPHeaders
    let body: [UInt8]
    /// From the request's beginning to the body's end.
    let time: Duration

    init(_ response: HTTPClientResponse, since start: ContinuousClock.Instant) async throws {
        status = Int(response.status.code)
        headers = response.headers
        body = Array(try await response.body.collect(upTo: 1 << 20).readableBytesView)
        time = start.duration(to: .now)
    }

    var text: String { String(decoding: body, as: UTF8.self) }

    func header(_ name: String) -> String? { headers.first(name: name) }

    var isReplay: Bool { header("Idempotency-Replayed") == "true" }

    /// A save as the API shows it.
    struct Save: Decodable, Sendable, Hashable {
        let id: String
        let workoutID: String
        let status: String
        let attempt: Int
        let nextAttemptAt: String?
        let savedAt: String?
        let error: String?

        enum CodingKeys: String, CodingKey {
            case id, status, attempt, error
            case workoutID = "workout_id"
            case nextAttemptAt = "next_attempt_at"
            case savedAt = "saved_at"
        }
    }

    /// An error as the API shows it.
    struct Problem: Decodable, Sendable {
        let code: String
        let status: Int
    }

    func save(sourceLocation: SourceLocation = #_sourceLocation) throws -> Save {
        try #require(
            try? JSONDecoder().decode(Save.self, from: Data(body)), "\(status): \(text)",
            sourceLocation: sourceLocation)
    }

    /// Expects an error in the form of RFC 9457.
    func problem(sourceLocation: SourceLocation = #_sourceLocation) throws -> Problem {
        #expect(
            header("Content-Type") == "application/problem+json",
            sourceLocation: sourceLocation)
        let problem = try #require(
            try? JSONDecoder().decode(Problem.self, from: Data(body)), "\(status): \(text)",
            sourceLocation: sourceLocation)
        #expect(problem.status == status, sourceLocation: sourceLocation)
        return problem
    }
}
