import SpotterHTTP

extension SettingTable {
    static let http: [any AnySetting] = [
        host, port, corsOrigins, adminTokens, queueDepthMax, userRate, userBurst, waitersMax,
        httpConnections, httpRequestTimeout,
        httpResponseTimeout, httpIdleTimeout,
    ]

    static let host = Setting.text(
        .api, "HOST", default: "127.0.0.1", allowed: "an address or a host name",
        """
        The address to listen on. Only this machine by default; in a container or on a host such as \
        Render it has to be 0.0.0.0.
        """)

    static let port = Setting.integer(
        .api, "PORT", 0...65_535, unit: "TCP port, 0: any free one", default: 8080,
        "The port of `spotter api`.")

    static let corsOrigins = Setting.list(
        .api, "SPOTTER_CORS_ORIGINS",
        allowed: "origins such as https://app.example.com, without a path, between commas",
        "Origins whose pages may call the API from a browser. None by default.",
        where: HTTPSettings.isOrigin)

    static let queueDepthMax = Setting.integer(
        .api, "SPOTTER_QUEUE_DEPTH_MAX", 0...100_000_000, unit: "waiting saves, 0: no limit",
        default: 100_000,
        """
        With more saves waiting than this, new ones are answered 429. The default is some minutes \
        of one worker's work: beyond it a promise to save soon would not be honest.
        """)

    static let adminTokens = Setting.list(
        .api, "SPOTTER_ADMIN_TOKENS",
        allowed: "name:token or name:token:role between commas; role viewer or operator, "
            + "tokens of 32 characters or more",
        isSecret: true,
        "Who may read /metrics. Nobody by default.",
        where: { AdminToken($0) != nil })

    static let userRate = Setting.integer(
        .api, "SPOTTER_USER_RATE", 0...1_000_000, unit: "requests a second, 0: no limit",
        default: 100, "What one user may keep up; more is answered 429.")

    static let userBurst = Setting.integer(
        .api, "SPOTTER_USER_BURST", 1...1_000_000, unit: "requests", default: 1000,
        """
        What one user may send at once after a rest. A device that comes back after a day without a \
        network sends all it has.
        """)

    static let waitersMax = Setting.integer(
        .api, "SPOTTER_WAITERS_MAX", 0...100_000, unit: "requests", default: 200,
        """
        Requests with `Prefer: wait` that may wait at a time; further ones are answered at once.
        """)

    static let httpConnections = Setting.integer(
        .api, "SPOTTER_HTTP_CONNECTIONS", 10...100_000, unit: "connections", default: 1000,
        """
        Open connections at once; further ones wait in the kernel. Below the usual limit of 1024 \
        descriptors, with room for the database's.
        """)

    static let httpRequestTimeout = Setting.duration(
        .api, "SPOTTER_HTTP_REQUEST_TIMEOUT", .seconds(1) ... .seconds(300),
        default: .seconds(15),
        """
        From a request's first line to its last byte. Enough for 256 KiB over a slow telephone, \
        short enough that slow senders cannot collect.
        """)

    static let httpResponseTimeout = Setting.duration(
        .api, "SPOTTER_HTTP_RESPONSE_TIMEOUT", .seconds(1) ... .seconds(600),
        default: .seconds(30),
        "From the beginning of an answer until the client has taken it in.")

    static let httpIdleTimeout = Setting.duration(
        .api, "SPOTTER_HTTP_IDLE_TIMEOUT", .seconds(1) ... .seconds(3600),
        default: .seconds(75),
        """
        How long a connection may stay without a request. Longer than the 60 s of most proxies, so \
        that it is they who close and no request meets a closing connection.
        """)
}
