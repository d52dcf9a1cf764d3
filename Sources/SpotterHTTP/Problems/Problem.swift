package import HTTPTypes
package import Hummingbird
import NIOCore

/// An answer that is an error, as `application/problem+json` (RFC 9457).
///
/// Nothing in it may come from the inside: no SQL, host, path or stack, and of the request at most
/// a pointer into its body.
package struct Problem: Error, Equatable {
    package var code: ProblemCode
    /// What is wrong this time, and what would be right; nil when the title says it all.
    package var detail: String?
    /// The place in the request's body, as a JSON Pointer.
    package var pointer: String?
    /// Headers that belong to the answer, such as `Retry-After` or `Allow`.
    package var headers: HTTPFields

    package init(
        _ code: ProblemCode, _ detail: String? = nil, pointer: String? = nil,
        headers: HTTPFields = [:]
    ) {
        self.code = code
        self.detail = detail
        self.pointer = pointer
        self.headers = headers
    }

    /// The same problem with `Retry-After`, in whole seconds, at least one.
    package func retry(after delay: Duration) -> Problem {
        var problem = self
        let whole = delay.components.seconds + (delay.components.attoseconds > 0 ? 1 : 0)
        problem.headers[.retryAfter] = String(max(1, whole))
        return problem
    }

    /// The body of the answer.
    package func body(requestID: String) -> [UInt8] {
        var body = JSONWriter()
        body.object { body in
            body.member("type", "urn:spotter:problem:\(code.word)")
            body.member("title", code.title)
            body.member("status", code.status.code)
            body.member("code", code.word)
            if let detail { body.member("detail", detail) }
            if let pointer { body.member("pointer", pointer) }
            body.member("request_id", requestID)
        }
        return body.bytes
    }

    package func response(requestID: String) -> Response {
        var headers = self.headers
        headers[.contentType] = "application/problem+json"
        headers[.cacheControl] = "no-store"
        return Response(
            status: code.status, headers: headers,
            body: ResponseBody(byteBuffer: ByteBuffer(bytes: body(requestID: requestID))))
    }
}
