package import Hummingbird
package import NIOCore

/// The context of requests without a user, for probes and the like.
package struct BasicServerContext: ServerContext {
    package var coreContext: CoreRequestContextStorage
    package var requestID = ""
    package let remoteAddress: String

    package init(source: ApplicationRequestContextSource) {
        coreContext = CoreRequestContextStorage(source: source)
        remoteAddress = Self.address(of: source.channel)
    }

    /// The peer's address without its port; "unix" for a local socket.
    package static func address(of channel: any Channel) -> String {
        channel.remoteAddress?.ipAddress ?? "unix"
    }
}
