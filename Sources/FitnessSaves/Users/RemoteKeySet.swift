import AsyncHTTPClient
package import Logging
import NIOCore
import NIOHTTP1
import ServiceLifecycle
import SpotterHTTP

/// The keys at `SPOTTER_JWKS_URL`, fetched at the start, every ten minutes, and when a token names
/// an unknown one.
///
/// The last keys stay when a fetch fails: the issuer's trouble is not the users'. A token with an
/// unknown key makes at most one fetch a minute, whoever sends how many of them.
package actor RemoteKeySet: KeySource, Service {
    private let url: String
    private let client: HTTPClient
    private let logger: Logger
    private var keys: KeySet?
    private var fetch: Task<Void, Never>?
    /// When an unknown key may lead to a fetch again.
    private var askAgainAt: ContinuousClock.Instant = .now

    /// Keys change a few times a year; ten minutes is how long a withdrawn one may still be
    /// believed.
    private static let refresh: Duration = .seconds(600)
    private static let timeout: TimeAmount = .seconds(5)
    private static let sizeMax = 256 * 1024

    package init(url: String, logger: Logger) {
        self.url = url
        self.logger = logger
        var configuration = HTTPClient.Configuration(redirectConfiguration: .disallow)
        configuration.timeout = HTTPClient.Configuration.Timeout(
            connect: .seconds(3), read: .seconds(5))
        client = HTTPClient(eventLoopGroupProvider: .singleton, configuration: configuration)
    }

    package func run() async throws {
        await cancelWhenGracefulShutdown {
            while !Task.isCancelled {
                await self.update()
                // Spread, so that several processes do not ask at the same moment for ever.
                let share = await self.keys == nil ? 0.01 : Double.random(in: 0.8...1)
                try? await Task.sleep(for: Self.refresh * share)
            }
        }
        try await client.shutdown()
    }

    func candidates(for token: Token) async throws -> [VerificationKey] {
        if let found = keys?.candidates(for: token), !found.isEmpty { return found }
        if askAgainAt <= .now || fetch != nil { await update() }
        guard let keys else {
            throw Problem(.keysUnavailable).retry(after: .seconds(5))
        }
        return keys.candidates(for: token)
    }

    /// Fetches the keys; whoever comes meanwhile waits for the same fetch.
    private func update() async {
        if let fetch { return await fetch.value }
        askAgainAt = .now + .seconds(60) * Double.random(in: 1...1.2)
        let fetch = Task { await self.replace() }
        self.fetch = fetch
        await fetch.value
        self.fetch = nil
    }

    private func replace() async {
        do {
            let response = try await client.execute(
                HTTPClientRequest(url: url), timeout: Self.timeout)
            guard response.status == .ok else { throw FetchError.status(response.status.code) }
            let body = try await response.body.collect(upTo: Self.sizeMax)
            guard let keys = await KeySet(json: Array(body.readableBytesView)) else {
                throw FetchError.noKeys
            }
            self.keys = keys
        } catch {
            logger.warning(
                "The keys for users' tokens could not be fetched",
                metadata: ["error": "\(error)", "have.keys": "\(keys != nil)"])
        }
    }

    private enum FetchError: Error {
        case status(UInt)
        case noKeys
    }
}
