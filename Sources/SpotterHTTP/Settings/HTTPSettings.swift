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

    /// Starts with the defaults.
    ///
    /// Ranges are checked where the settings are read.
    package init() {}
}

extension HTTPSettings {
    /// Whether `text` is written as browsers send an origin: scheme, host and perhaps a port.
    package static func isOrigin(_ text: String) -> Bool {
        guard let scheme = ["https://", "http://"].first(where: { text.hasPrefix($0) }) else {
            return false
        }
        let rest = text.dropFirst(scheme.count)
        let isPlain = rest.utf8.allSatisfy { byte in
            switch byte {
            case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "0")...UInt8(ascii: "9"),
                UInt8(ascii: "."), UInt8(ascii: "-"), UInt8(ascii: ":"), UInt8(ascii: "["),
                UInt8(ascii: "]"):
                true
            default: false
            }
        }
        return !rest.isEmpty && isPlain
    }
}
