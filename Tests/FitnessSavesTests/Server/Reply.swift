import AsyncHTTPClient
import NIOHTTP1
import SpotterHTTP

/// An answer, with its body read.
struct Reply: Sendable {
    let status: Int
    let headers: HTTPHeaders
    let text: String
    /// The body's JSON; nil when it is none.
    let json: JSONValue?

    init(_ response: HTTPClientResponse, _ body: [UInt8]) {
        status = Int(response.status.code)
        headers = response.headers
        text = String(decoding: body, as: UTF8.self)
        var limits = JSONLimits()
        limits.indexDepth = 80
        limits.depthMax = 80
        limits.numberDigitsMax = 400
        json = try? JSONDocument(body, limits: limits).root
    }

    subscript(key: String) -> String? { json?[key]?.string }

    func header(_ name: String) -> String? { headers.first(name: name) }
}
