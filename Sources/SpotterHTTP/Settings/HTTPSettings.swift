/// How the server listens, and how much it takes from anybody.
package struct HTTPSettings: Sendable, Equatable {
    /// `HOST`: the address to listen on.
    ///
    /// Default `127.0.0.1`; in a container or on a host such as Render it has to be `0.0.0.0`.
    package var host = "127.0.0.1"
    /// `PORT`: 0 lets the system choose.
    ///
    /// Default 8080.
    package var port = 8080
    /// `SPOTTER_HTTP_CONNECTIONS`: open connections at once; further ones wait in the kernel.
    ///
    /// Default 1000, below the usual limit of 1024 descriptors with room for the database's.
    package var connectionsMax = 1000
    /// `SPOTTER_HTTP_REQUEST_TIMEOUT`: from a request's first line to its last byte.
    ///
    /// Default 15 s: enough for 256 KiB over a slow telephone, short enough that slow senders
    /// cannot collect.
    package var requestTimeout: Duration = .seconds(15)
    /// `SPOTTER_HTTP_RESPONSE_TIMEOUT`: from the beginning of an answer until the client has taken
    /// it in.
    ///
    /// Default 30 s.
    package var responseTimeout: Duration = .seconds(30)
    /// `SPOTTER_HTTP_IDLE_TIMEOUT`: a connection without a request.
    ///
    /// Default 75 s, longer than the 60 s of most proxies, so that it is they who close and no
    /// request meets a closing connection.
    package var idleTimeout: Duration = .seconds(75)
    /// `SPOTTER_CORS_ORIGINS`: origins whose pages may call the API, such as
    /// `https://app.example.com`.
    ///
    /// Default none.
    package var corsOrigins: [String] = []

    package init() {}

    package init(environment: [String: String]) throws(SettingsError) {
        let reader = SettingsReader(environment)
        host = reader.text("HOST") ?? host
        port = try reader.integer("PORT", default: port, in: 0...65535)
        connectionsMax = try reader.integer(
            "SPOTTER_HTTP_CONNECTIONS", default: connectionsMax, in: 10...100_000)
        requestTimeout = try reader.duration(
            "SPOTTER_HTTP_REQUEST_TIMEOUT", default: requestTimeout,
            in: .seconds(1) ... .seconds(300))
        responseTimeout = try reader.duration(
            "SPOTTER_HTTP_RESPONSE_TIMEOUT", default: responseTimeout,
            in: .seconds(1) ... .seconds(600))
        idleTimeout = try reader.duration(
            "SPOTTER_HTTP_IDLE_TIMEOUT", default: idleTimeout, in: .seconds(1) ... .seconds(3600))
        corsOrigins = reader.list("SPOTTER_CORS_ORIGINS")
        for origin in corsOrigins where !CORSPolicy.isOrigin(origin) {
            throw SettingsError(
                key: "SPOTTER_CORS_ORIGINS", value: origin,
                allowed: "origins such as https://app.example.com, without a path, between commas")
        }
    }
}
