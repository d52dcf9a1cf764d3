import AsyncHTTPClient
import LocalPostgres
import NIOCore
import NIOPosix
import Postgres
import Synchronization

/// Stands between a process and PostgreSQL, and cuts the line at chosen messages.
///
/// What a broken network does at the worst moment: the message is carried out and its answer lost,
/// or it never arrives.
final class LineCutter: Sendable {
    enum Loss: Sendable, CaseIterable {
        case question, answer
    }

    /// Which of the client's messages are lost.
    enum Choice: Sendable {
        /// The first with each of these texts.
        case texts([String])
        /// The first so many with this text.
        case first(Int, String)
        /// One in so many, at random.
        case oneIn(Int)
    }

    private struct State {
        var texts: [String] = []
        var first = (left: 0, text: "")
        var oneIn = 0
        var cuts = 0
    }

    private let state = Mutex(State())
    private let loss: Loss

    private init(_ loss: Loss) { self.loss = loss }

    /// How many lines were cut.
    var cuts: Int { state.withLock { $0.cuts } }

    func cut(_ choice: Choice) {
        state.withLock { state in
            switch choice {
            case .texts(let texts): state.texts = texts
            case .first(let count, let text): state.first = (count, text)
            case .oneIn(let count): state.oneIn = count
            }
        }
    }

    /// Cuts nothing more.
    func stop() {
        state.withLock { $0 = State(cuts: $0.cuts) }
    }

    /// What is to become of a message of the client's; nil: it passes.
    func loss(of message: ByteBuffer) -> Loss? {
        state.withLock { state in
            let text = String(buffer: message)
            if let index = state.texts.firstIndex(where: { text.contains($0) }) {
                state.texts.remove(at: index)
            } else if state.first.left > 0, text.contains(state.first.text) {
                state.first.left -= 1
            } else if state.oneIn > 0, Int.random(in: 0..<state.oneIn) == 0 {
                // Nothing but the number.
            } else {
                return nil
            }
            state.cuts += 1
            return loss
        }
    }

    /// Gives the body a cutter before this database, and the URI that leads through it.
    static func with(
        _ url: String, losing loss: Loss, _ body: (LineCutter, String) async throws -> Void
    ) async throws {
        let cutter = LineCutter(loss)
        let (socket, database) = try parts(of: url)
        let listener = try await ServerBootstrap(group: HTTPClient.defaultEventLoopGroup)
            .childChannelOption(.autoRead, value: false)
            .childChannelInitializer { client in
                ClientBootstrap(group: client.eventLoop)
                    .connect(unixDomainSocketPath: socket)
                    .flatMapThrowing { server in
                        let line = LineSide.Line()
                        try client.pipeline.syncOperations.addHandler(
                            LineSide(to: server, line, cutter))
                        try server.pipeline.syncOperations.addHandler(
                            LineSide(to: client, line, nil))
                        client.setOption(.autoRead, value: true).whenComplete { _ in }
                    }
            }
            .bind(host: "127.0.0.1", port: 0).get()
        let port = listener.localAddress?.port ?? 0
        do {
            try await body(
                cutter, "postgresql://spotter@127.0.0.1:\(port)/\(database)?sslmode=disable")
        } catch {
            try await listener.close()
            throw error
        }
        try await listener.close()
    }

    /// The socket's path and the database's name in a URI of `LocalCluster`'s.
    private static func parts(of url: String) throws -> (socket: String, database: String) {
        let settings = try ConnectionSettings(uri: url)
        return ("\(settings.hosts[0])/.s.PGSQL.\(settings.port)", settings.database ?? "postgres")
    }
}
