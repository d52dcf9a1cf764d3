package import HTTPTypes
package import Hummingbird
import NIOCore

extension Response {
    /// An answer whose body is JSON.
    package static func json(
        _ status: HTTPResponse.Status = .ok, _ headers: HTTPFields = [:],
        _ write: (inout JSONWriter) -> Void
    ) -> Response {
        var json = JSONWriter()
        write(&json)
        var headers = headers
        headers[.contentType] = "application/json"
        return Response(
            status: status, headers: headers,
            body: ResponseBody(byteBuffer: ByteBuffer(bytes: json.bytes)))
    }
}
