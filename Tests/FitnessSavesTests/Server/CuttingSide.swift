import NIOCore

/// One end of a proxied connection; passes on what it reads to the other.
///
/// Both ends live on one event loop.
final class CuttingSide: ChannelInboundHandler {
    typealias InboundIn = ByteBuffer

    /// What the two ends share: whether the answer that comes next is lost.
    final class Fate {
        var isDoomed = false
    }

    private let other: any Channel
    private let fate: Fate
    /// The client's end asks it at each message; nil at the server's end.
    private let switcher: CuttingSwitch?

    init(to other: any Channel, _ fate: Fate, _ switcher: CuttingSwitch?) {
        self.other = other
        self.fate = fate
        self.switcher = switcher
    }

    func channelRead(context: ChannelHandlerContext, data: NIOAny) {
        if let switcher {
            if switcher.fire() { fate.isDoomed = true }
        } else if fate.isDoomed {
            other.close(promise: nil)
            context.close(promise: nil)
            return
        }
        other.writeAndFlush(unwrapInboundIn(data), promise: nil)
    }

    func channelInactive(context: ChannelHandlerContext) {
        other.close(promise: nil)
    }
}
