import AsyncHTTPClient
import NIOCore
import NIOHTTP1

/// Requests to the API of a running `spotter dev`.
struct LocalHTTP: Sendable {
    struct Answer: Sendable {
        let status: Int
        let body: [UInt8]
    }

    /// Answers of the API are far smaller; one page of saves is under 100 KiB.
    private static let bodyBytesMax = 16 << 20

    /// Without a slash at its end, such as `http://127.0.0.1:8080`.
    let base: String
    /// `nil`: requests of nobody.
    let token: String?

    /// Sends one request.
    ///
    /// - Parameter deadline: For all of it.
    /// - Throws: Whatever kept the answer away. The server may have done what it was asked.
    func send(
        _ method: String, _ path: String, body: String? = nil, key: String? = nil,
        deadline: Duration
    ) async throws -> Answer {
        var request = HTTPClientRequest(url: base + path)
        request.method = HTTPMethod(rawValue: method)
        if let token { request.headers.add(name: "Authorization", value: "Bearer \(token)") }
        if let key { request.headers.add(name: "Idempotency-Key", value: key) }
        if let body {
            request.headers.add(name: "Content-Type", value: "application/json")
            request.body = .bytes(ByteBuffer(string: body))
        }
        let milliseconds = Int64(deadline / .milliseconds(1))
        let response = try await HTTPClient.shared.execute(
            request, timeout: .milliseconds(milliseconds))
        let bytes = try await response.body.collect(upTo: Self.bodyBytesMax)
        return Answer(status: Int(response.status.code), body: Array(bytes.readableBytesView))
    }
}
