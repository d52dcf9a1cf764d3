import HTTPTypes
package import Hummingbird
import Logging

extension HTTPField.Name {
    /// The request's id, ours or one that a proxy or client has given.
    package static let xRequestID = constant("X-Request-Id")

    /// A name known when the program is written.
    ///
    /// A wrong one is our mistake, and stops the start.
    package static func constant(_ name: String) -> HTTPField.Name {
        guard let field = HTTPField.Name(name) else {
            preconditionFailure("\(name) is no field name")
        }
        return field
    }
}

/// Names each request, in its answer and in every log line about it.
///
/// An inbound `X-Request-Id` is kept when it is 1 to 128 letters, digits, dots, dashes or
/// underscores: it is written into logs and answers, where anything else could be mistaken for
/// something else.
package struct RequestIDMiddleware<Context: ServerContext>: RouterMiddleware {
    package init() {}

    package func handle(
        _ request: Request, context: Context, next: (Request, Context) async throws -> Response
    ) async throws -> Response {
        var context = context
        let id = request.headers[.xRequestID].flatMap(Self.accepted) ?? Self.random()
        context.requestID = id
        context.logger[metadataKey: "request.id"] = "\(id)"
        context.logger[metadataKey: "hb.request.id"] = nil
        var response = try await next(request, context)
        response.headers[.xRequestID] = id
        return response
    }

    static func accepted(_ id: String) -> String? {
        let isPlain = id.utf8.allSatisfy { byte in
            switch byte {
            case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
                UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "."), UInt8(ascii: "-"),
                UInt8(ascii: "_"):
                true
            default: false
            }
        }
        return isPlain && (1...128).contains(id.utf8.count) ? id : nil
    }

    /// 16 hexadecimal digits: enough to tell the requests of one log apart.
    private static func random() -> String {
        let digits = String(UInt64.random(in: .min ... .max), radix: 16)
        return String(repeating: "0", count: 16 - digits.count) + digits
    }
}
