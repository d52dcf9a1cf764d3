import AsyncHTTPClient
import NIOCore
import NIOPosix
import Synchronization

/// Stands between the application and PostgreSQL, and loses one answer when told to.
///
/// The request goes through and is carried out; its answer is dropped and the connection closed:
/// what a broken network does in the moment of a commit.
struct CuttingProxy: Sendable {
    private let switcher: CuttingSwitch
    private let listener: any Channel

    var port: Int { listener.localAddress?.port ?? 0 }

    /// Runs a proxy before the server's socket file at `target`.
    static func with(
        target: String, _ body: (CuttingProxy) async throws -> Void
    ) async throws {
        let switcher = CuttingSwitch()
        let listener = try await ServerBootstrap(group: HTTPClient.defaultEventLoopGroup)
            .childChannelOption(.autoRead, value: false)
            .childChannelInitializer { client in
                ClientBootstrap(group: client.eventLoop)
                    .connect(unixDomainSocketPath: target)
                    .flatMapThrowing { server in
                        let fate = CuttingSide.Fate()
                        try client.pipeline.syncOperations.addHandler(
                            CuttingSide(to: server, fate, switcher))
                        try server.pipeline.syncOperations.addHandler(
                            CuttingSide(to: client, fate, nil))
                        client.setOption(.autoRead, value: true).whenComplete { _ in }
                    }
            }
            .bind(host: "127.0.0.1", port: 0).get()
        do {
            try await body(CuttingProxy(switcher: switcher, listener: listener))
        } catch {
            try await listener.close()
            throw error
        }
        try await listener.close()
    }

    /// The answer to the next message is lost.
    func swallowNextAnswer() { switcher.arm() }
}
