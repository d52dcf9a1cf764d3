import HTTPTypes
import NIOCore
import NIOHTTP1
import NIOHTTPTypes

/// Gives each request and each answer on a connection a time by which it must be over.
///
/// Hummingbird closes connections on which nothing happens; this closes those on which something
/// happens too slowly: a body sent byte by byte, an answer never taken in. It also answers `Expect:
/// 100-continue`, says `Connection: close` where the connection will be closed, and gives the
/// answer to an unreadable request a problem for its body.
///
/// All of it runs on the connection's event loop.
final class ConnectionGuard: ChannelDuplexHandler, RemovableChannelHandler {
    typealias InboundIn = HTTPRequestPart
    typealias InboundOut = HTTPRequestPart
    typealias OutboundIn = HTTPResponsePart
    typealias OutboundOut = HTTPResponsePart

    private let requestTimeout: TimeAmount
    private let responseTimeout: TimeAmount
    /// Requests whose head and whose end has come; pipelined ones may be ahead of the answers.
    private var requestsBegun = 0
    private var requestsEnded = 0
    /// Answers begun.
    private var responses = 0
    private var requestDeadline: Scheduled<Void>?
    private var responseDeadline: Scheduled<Void>?
    private var isUnreadable = false
    private var isQuiescing = false

    /// How long a client may go on sending what nobody reads any more, so that it sees its answer
    /// before the reset.
    private static let lingering = TimeAmount.seconds(1)
    /// How long the rest of a request may take once the server stops.
    ///
    /// Nobody else listens on the port meanwhile, and the request can be repeated.
    private static let lastWords = TimeAmount.seconds(2)

    init(_ settings: HTTPSettings) {
        requestTimeout = TimeAmount(settings.requestTimeout)
        responseTimeout = TimeAmount(settings.responseTimeout)
    }

    func channelRead(context: ChannelHandlerContext, data: NIOAny) {
        switch unwrapInboundIn(data) {
        case .head(let head):
            requestsBegun += 1
            requestDeadline?.cancel()
            requestDeadline = closing(context, in: requestTimeout)
            if head.headerFields[.expect]?.lowercased() == "100-continue" {
                let part = HTTPResponsePart.head(HTTPResponse(status: .continue))
                context.writeAndFlush(wrapOutboundOut(part), promise: nil)
            }
        case .body: break
        case .end:
            requestsEnded += 1
            requestDeadline?.cancel()
            requestDeadline = nil
        }
        context.fireChannelRead(data)
    }

    func write(context: ChannelHandlerContext, data: NIOAny, promise: EventLoopPromise<Void>?) {
        switch unwrapOutboundIn(data) {
        case .head(let head): writeHead(head, context, promise)
        case .body: context.write(data, promise: promise)
        case .end: writeEnd(data, context, promise)
        }
    }

    private func writeHead(
        _ head: HTTPResponse, _ context: ChannelHandlerContext, _ promise: EventLoopPromise<Void>?
    ) {
        var head = head
        responses += 1
        responseDeadline?.cancel()
        responseDeadline = closing(context, in: responseTimeout)
        if isQuiescing || requestsEnded < responses { head.headerFields[.connection] = "close" }
        guard isUnreadable, head.headerFields[.contentLength] == "0" else {
            context.write(wrapOutboundOut(.head(head)), promise: promise)
            return
        }
        let body = Problem(.badRequest, "This is not HTTP/1.1").body(requestID: "unreadable")
        head.headerFields[.contentType] = "application/problem+json"
        head.headerFields[.contentLength] = String(body.count)
        context.write(wrapOutboundOut(.head(head)), promise: nil)
        context.write(wrapOutboundOut(.body(ByteBuffer(bytes: body))), promise: promise)
    }

    private func writeEnd(
        _ data: NIOAny, _ context: ChannelHandlerContext, _ promise: EventLoopPromise<Void>?
    ) {
        let written = promise ?? context.eventLoop.makePromise(of: Void.self)
        let bound = NIOLoopBound((self, context), eventLoop: context.eventLoop)
        let answered = responses
        written.futureResult.whenComplete { _ in
            let (guardian, context) = bound.value
            // A later answer may have begun already, with a deadline of its own.
            guard guardian.responses == answered else { return }
            guardian.responseDeadline?.cancel()
            guardian.responseDeadline = nil
            if guardian.isUnreadable || guardian.requestsEnded < answered {
                guardian.requestDeadline?.cancel()
                guardian.requestDeadline = guardian.closing(context, in: Self.lingering)
            }
        }
        context.write(data, promise: written)
    }

    func errorCaught(context: ChannelHandlerContext, error: any Error) {
        if error is HTTPParserError { isUnreadable = true }
        context.fireErrorCaught(error)
    }

    func userInboundEventTriggered(context: ChannelHandlerContext, event: Any) {
        if event is ChannelShouldQuiesceEvent {
            isQuiescing = true
            if requestsBegun > requestsEnded {
                requestDeadline?.cancel()
                requestDeadline = closing(context, in: Self.lastWords)
            }
        }
        context.fireUserInboundEventTriggered(event)
    }

    func channelInactive(context: ChannelHandlerContext) {
        stop()
        context.fireChannelInactive()
    }

    func handlerRemoved(context: ChannelHandlerContext) { stop() }

    private func stop() {
        requestDeadline?.cancel()
        responseDeadline?.cancel()
        requestDeadline = nil
        responseDeadline = nil
    }

    private func closing(_ context: ChannelHandlerContext, in time: TimeAmount) -> Scheduled<Void> {
        let bound = NIOLoopBound(context, eventLoop: context.eventLoop)
        return context.eventLoop.scheduleTask(in: time) { bound.value.close(promise: nil) }
    }
}
