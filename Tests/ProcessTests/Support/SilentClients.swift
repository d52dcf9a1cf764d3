import AsyncHTTPClient
import NIOCore
import NIOPosix

/// Connections on which somebody says a few bytes and then nothing more.
struct SilentClients: Sendable {
    private let channels: [any Channel]

    static func connect(
        _ count: Int, to port: Int, saying text: String
    ) async throws -> SilentClients {
        let bootstrap = ClientBootstrap(group: HTTPClient.defaultEventLoopGroup)
        var channels: [any Channel] = []
        for _ in 0..<count {
            let channel = try await bootstrap.connect(host: "127.0.0.1", port: port).get()
            try await channel.writeAndFlush(ByteBuffer(string: text))
            channels.append(channel)
        }
        return SilentClients(channels: channels)
    }

    /// Closes those that the server has not closed.
    func close() async {
        for channel in channels { try? await channel.close() }
    }
}
