#if canImport(Darwin)
    import Darwin
#elseif canImport(Musl)
    import Musl
#else
    import Glibc
#endif

/// The few socket calls that the tests' fake servers need.
///
/// All block.
enum Socket {
    struct Failure: Error {
        let call: String
        let number: Int32
    }

    private static var stream: Int32 {
        #if canImport(Darwin)
            SOCK_STREAM
        #else
            Int32(SOCK_STREAM.rawValue)
        #endif
    }

    /// Listens on a free port of 127.0.0.1.
    static func listen() throws -> (descriptor: Int32, port: Int) {
        let descriptor = try check("socket", socket(AF_INET, stream, 0))
        var address = loopback(port: 0)
        var length = socklen_t(MemoryLayout<sockaddr_in>.size)
        let bound = withUnsafeMutablePointer(to: &address) { pointer in
            pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) { pointer in
                bind(descriptor, pointer, length) == 0
                    && getsockname(descriptor, pointer, &length) == 0
            }
        }
        try check("bind", bound ? 0 : -1)
        #if canImport(Darwin)
            try check("listen", Darwin.listen(descriptor, 16))
        #elseif canImport(Musl)
            try check("listen", Musl.listen(descriptor, 16))
        #else
            try check("listen", Glibc.listen(descriptor, 16))
        #endif
        return (descriptor, Int(UInt16(bigEndian: address.sin_port)))
    }

    /// Connects to a server as libpq would: a directory with a socket, or an address.
    static func connect(host: String, port: Int) throws -> Int32 {
        if host.hasPrefix("/") { return try connect(path: "\(host)/.s.PGSQL.\(port)") }
        let descriptor = try check("socket", socket(AF_INET, stream, 0))
        var address = loopback(port: port)
        let result = withUnsafePointer(to: &address) { pointer in
            pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) {
                call(descriptor, $0, socklen_t(MemoryLayout<sockaddr_in>.size))
            }
        }
        try check("connect", result)
        return descriptor
    }

    private static func connect(path: String) throws -> Int32 {
        let descriptor = try check("socket", socket(AF_UNIX, stream, 0))
        var address = sockaddr_un()
        address.sun_family = sa_family_t(AF_UNIX)
        withUnsafeMutableBytes(of: &address.sun_path) { $0.copyBytes(from: path.utf8) }
        let result = withUnsafePointer(to: &address) { pointer in
            pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) {
                call(descriptor, $0, socklen_t(MemoryLayout<sockaddr_un>.size))
            }
        }
        try check("connect", result)
        return descriptor
    }

    private static func call(
        _ descriptor: Int32, _ address: UnsafePointer<sockaddr>, _ length: socklen_t
    ) -> Int32 {
        #if canImport(Darwin)
            Darwin.connect(descriptor, address, length)
        #elseif canImport(Musl)
            Musl.connect(descriptor, address, length)
        #else
            Glibc.connect(descriptor, address, length)
        #endif
    }

    private static func loopback(port: Int) -> sockaddr_in {
        var address = sockaddr_in()
        address.sin_family = sa_family_t(AF_INET)
        address.sin_port = UInt16(port).bigEndian
        address.sin_addr.s_addr = UInt32(0x7F00_0001).bigEndian
        return address
    }

    @discardableResult
    private static func check(_ call: String, _ result: Int32) throws -> Int32 {
        guard result >= 0 else { throw Failure(call: call, number: errno) }
        return result
    }
}
