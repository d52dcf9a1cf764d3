import NIOCore

/// One end of a line that a ``LineCutter`` watches; passes on what it reads to the other end.
///
/// Both ends live on one event loop.
final class LineSide: ChannelInboundHandler {
    typealias InboundIn = ByteBuffer

    /// What the two ends share.
    final class Line {
        var isAnswerLost = false
    }

    private let other: any Channel
    private let line: Line
    /// At the client's end only.
    private let cutter: LineCutter?

    init(to other: any Channel, _ line: Line, _ cutter: LineCutter?) {
        self.other = other
        self.line = line
        self.cutter = cutter
    }

    func channelRead(context: ChannelHandlerContext, data: NIOAny) {
        let message = unwrapInboundIn(data)
        switch cutter?.loss(of: message) {
        case .question:
            return close(context)
        case .answer:
            line.isAnswerLost = true
        case nil:
            // The server has answered: what was asked is done.
            if cutter == nil, line.isAnswerLost { return close(context) }
        }
        other.writeAndFlush(message, promise: nil)
    }

    func channelInactive(context: ChannelHandlerContext) {
        other.close(promise: nil)
    }

    private func close(_ context: ChannelHandlerContext) {
        other.close(promise: nil)
        context.close(promise: nil)
    }
}
