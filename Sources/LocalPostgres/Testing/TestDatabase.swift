/// Databases of their own for tests.
package enum TestDatabase {
    /// Gives the body the URI of a fresh database and drops that afterwards, with whoever is still
    /// connected, whatever the body did.
    ///
    /// The server is one per test process: started at the first call, quick settings (`fsync=off`),
    /// gone with the process even when that is killed. Where `TEST_DATABASE_URL` is set, databases
    /// are made on that server instead; its user must be allowed to.
    ///
    /// - Parameters:
    ///   - template: What the database holds already; `nil`: nothing. Made once per process and
    ///     then copied, which is quicker than migrating each time.
    ///   - body: Gets a libpq URI.
    /// - Throws: What the body throws, and `LocalPostgresError` where there is no server.
    package static func with<Result>(
        _ template: TestTemplate? = nil, isolation: isolated (any Actor)? = #isolation,
        _ body: (String) async throws -> Result
    ) async throws -> Result {
        let server = TestServer.shared
        let name = try await server.createDatabase(from: template)
        do {
            let result = try await body(try await server.url(database: name))
            await server.dropDatabase(name)
            return result
        } catch {
            await server.dropDatabase(name)
            throw error
        }
    }

    /// Gives the body a server of its own, to be killed and started again; removes it afterwards.
    ///
    /// It has an empty database `postgres`. Takes about a second: prefer `with`.
    package static func withServer<Result>(
        _ options: LocalCluster.Options = .quick,
        isolation: isolated (any Actor)? = #isolation,
        _ body: (LocalServer) async throws -> Result
    ) async throws -> Result {
        let folder = try TestFolder.make()
        var options = options
        options.isRemovedWithOwner = true
        let cluster = try await LocalCluster.prepare(folder.path, options: options)
        let server = try await cluster.start()
        do {
            let result = try await body(server)
            await server.stop()
            try await PostmasterFile.stopServer(of: cluster.dataFolder)
            folder.remove()
            return result
        } catch {
            await server.stop()
            try await PostmasterFile.stopServer(of: cluster.dataFolder)
            folder.remove()
            throw error
        }
    }
}
