package import Hummingbird
import HummingbirdCore
package import Logging
import NIOCore

extension HTTPServerBuilder {
    /// HTTP/1.1 with the limits of `settings` on every connection.
    package static func guarded(_ settings: HTTPSettings) -> HTTPServerBuilder {
        var decoder = HTTP1Channel.Configuration.DecoderConfiguration()
        // The longest fields are a token of 8 KiB and a page's cookies.
        decoder.maxHeaderFieldSize = 16 * 1024
        decoder.maxHeaderListSize = 32 * 1024
        decoder.maxHeaderFieldCount = 100
        return .http1(
            configuration: HTTP1Channel.Configuration(
                additionalChannelHandlers: [ConnectionGuard(settings)],
                idleTimeout: TimeAmount(settings.idleTimeout),
                httpDecoderConfiguration: decoder))
    }
}

extension ApplicationConfiguration {
    package init(_ settings: HTTPSettings, logger: Logger) {
        self.init(
            address: .hostname(settings.host, port: settings.port),
            // No Server header: it would only tell an attacker what to try.
            serverName: nil,
            availableConnectionsDelegate: MaximumAvailableConnections(
                settings.connectionsMax, logger: logger))
    }
}
