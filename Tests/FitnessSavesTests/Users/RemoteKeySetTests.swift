import Crypto
import Hummingbird
import Logging
import NIOCore
import ServiceLifecycle
import SpotterHTTP
import Synchronization
import Testing

@testable import FitnessSaves

@Suite("Keys from a URL", .timeLimit(.minutes(1)))
struct RemoteKeySetTests {
    /// An issuer's web server: what it answers, and how often it was asked.
    private final class Issuer: Sendable {
        let key = Curve25519.Signing.PrivateKey()
        let state = Mutex((status: HTTPResponse.Status.ok, asked: 0))

        var keySet: String {
            let point = Base64URL.encode(key.publicKey.rawRepresentation)
            return #"{"keys":[{"kty":"OKP","crv":"Ed25519","kid":"d","x":"\#(point)"}]}"#
        }

        func token(kid: String) throws -> Token? {
            let header = Base64URL.encode(Array(#"{"alg":"EdDSA","kid":"\#(kid)"}"#.utf8))
            let claims = Base64URL.encode(Array(#"{"sub":"u","exp":1800000060}"#.utf8))
            let signature = try key.signature(for: Array("\(header).\(claims)".utf8))
            return Token("\(header).\(claims).\(Base64URL.encode(signature))")
        }

        func answer(_ request: Request, _ context: BasicRequestContext) -> Response {
            let status = state.withLock { state in
                state.asked += 1
                return state.status
            }
            return Response(
                status: status, body: ResponseBody(byteBuffer: ByteBuffer(string: keySet)))
        }
    }

    @Test("keys are fetched once, asked for again at most once a minute, and kept through trouble")
    func lifecycle() async throws {
        let issuer = Issuer()
        let (ports, port) = AsyncStream.makeStream(of: Int.self)
        let router = Router()
        router.get("keys", use: issuer.answer)
        let application = Application(
            router: router,
            configuration: ApplicationConfiguration(address: .hostname("127.0.0.1", port: 0)),
            onServerRunning: { port.yield($0.localAddress?.port ?? 0) }, logger: .silent)
        let group = ServiceGroup(services: [application], logger: .silent)
        try await withThrowingTaskGroup { tasks in
            tasks.addTask { try await group.run() }
            let port = try #require(await ports.first { _ in true })
            let keys = RemoteKeySet(url: "http://127.0.0.1:\(port)/keys", logger: .silent)
            let known = try #require(try issuer.token(kid: "d"))
            let unknown = try #require(try issuer.token(kid: "x"))
            try await check(keys, known, unknown, issuer)
            await group.triggerGracefulShutdown()
            let service = ServiceGroup(services: [keys], logger: .silent)
            tasks.addTask { try await service.run() }
            await service.triggerGracefulShutdown()
            try await tasks.waitForAll()
        }
    }

    private func check(
        _ keys: RemoteKeySet, _ known: Token, _ unknown: Token, _ issuer: Issuer
    ) async throws {
        try await withThrowingTaskGroup(of: Int.self) { group in
            for _ in 0..<20 {
                group.addTask { try await keys.candidates(for: known).count }
            }
            for try await count in group { #expect(count == 1) }
        }
        for _ in 0..<20 { #expect(try await keys.candidates(for: unknown).isEmpty) }
        #expect(issuer.state.withLock { $0.asked } == 1)
        issuer.state.withLock { $0.status = .internalServerError }
        #expect(try await keys.candidates(for: known).first?.verifies(known) == true)
    }

    @Test("without any keys nothing can be said of a token, and that is not the user's fault")
    func unreachable() async throws {
        let keys = RemoteKeySet(url: "http://127.0.0.1:1/keys", logger: .silent)
        let authenticator = UserAuthenticator(secret: nil, keys: keys, issuer: nil, audience: nil)
        let issuer = Issuer()
        let token = try #require(try issuer.token(kid: "d"))
        let text = String(decoding: token.signed, as: UTF8.self) + ".AA"
        let problem = await #expect(throws: Problem.self) {
            try await authenticator.user(authorization: "Bearer \(text)", now: 1_800_000_000)
        }
        #expect(problem?.code == .keysUnavailable)
        let service = ServiceGroup(services: [keys], logger: .silent)
        await withDiscardingTaskGroup { group in
            group.addTask { try? await service.run() }
            group.addTask { await service.triggerGracefulShutdown() }
        }
    }
}
