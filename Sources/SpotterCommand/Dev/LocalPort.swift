#if canImport(Darwin)
    import Darwin
#elseif canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#endif

/// TCP ports of 127.0.0.1.
enum LocalPort {
    /// Whether nothing listens there and we could.
    static func isFree(_ port: Int) -> Bool {
        // On macOS one may bind beside a program that listens on all addresses, so ask it first.
        !isAnswering(port) && bound(to: port) != nil
    }

    /// A port that was free a moment ago.
    static func anyFree() throws(CommandFailure) -> Int {
        guard let port = bound(to: 0) else {
            throw CommandFailure(.notDone, "no TCP port is free on 127.0.0.1")
        }
        return port
    }

    private static func isAnswering(_ port: Int) -> Bool {
        withSocket(port) { descriptor, address, length in
            connect(descriptor, address, length) == 0
        } ?? false
    }

    /// Binds for a moment, and returns the port it got; `nil` when it is taken.
    private static func bound(to port: Int) -> Int? {
        withSocket(port) { descriptor, address, length -> Int? in
            // Connections of an earlier run that linger in TIME_WAIT are no hindrance.
            var yes: Int32 = 1
            setsockopt(
                descriptor, SOL_SOCKET, SO_REUSEADDR, &yes, socklen_t(MemoryLayout<Int32>.size))
            guard bind(descriptor, address, length) == 0, listen(descriptor, 1) == 0 else {
                return nil
            }
            var own = sockaddr_in()
            var ownLength = socklen_t(MemoryLayout<sockaddr_in>.size)
            let result = withUnsafeMutablePointer(to: &own) {
                $0.withMemoryRebound(to: sockaddr.self, capacity: 1) {
                    getsockname(descriptor, $0, &ownLength)
                }
            }
            return result == 0 ? Int(UInt16(bigEndian: own.sin_port)) : nil
        } ?? nil
    }

    private static func withSocket<Result>(
        _ port: Int, _ body: (Int32, UnsafePointer<sockaddr>, socklen_t) -> Result
    ) -> Result? {
        #if canImport(Darwin)
            let descriptor = socket(AF_INET, SOCK_STREAM, 0)
        #else
            let type = Int32(SOCK_STREAM.rawValue) | Int32(SOCK_CLOEXEC.rawValue)
            let descriptor = socket(AF_INET, type, 0)
        #endif
        guard descriptor >= 0 else { return nil }
        defer { close(descriptor) }
        var address = sockaddr_in()
        address.sin_family = sa_family_t(AF_INET)
        address.sin_port = in_port_t(port).bigEndian
        address.sin_addr.s_addr = in_addr_t(0x7f00_0001).bigEndian
        return withUnsafePointer(to: &address) {
            $0.withMemoryRebound(to: sockaddr.self, capacity: 1) {
                body(descriptor, $0, socklen_t(MemoryLayout<sockaddr_in>.size))
            }
        }
    }
}
