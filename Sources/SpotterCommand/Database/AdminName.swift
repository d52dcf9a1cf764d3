import Spotter

#if canImport(Darwin)
    import Darwin
#elseif canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#endif

extension Settings {
    /// Who is recorded with a change made from here: SPOTTER_ACTOR, else the system's user and host.
    var admin: Admin {
        Admin(name: actor ?? "\(Self.userName)@\(Self.hostName)", source: "cli")
    }

    private static var userName: String {
        // As root on behalf of somebody, it is that somebody who acts.
        if let name = ProcessEnvironment.current["SUDO_USER"], !name.isEmpty { return name }
        var entry = passwd()
        var found: UnsafeMutablePointer<passwd>?
        var buffer = [CChar](repeating: 0, count: 16 * 1024)
        let result = getpwuid_r(geteuid(), &entry, &buffer, buffer.count, &found)
        guard result == 0, found != nil, let name = entry.pw_name else { return "\(geteuid())" }
        return String(cString: name)
    }

    /// The machine's name.
    static var hostName: String {
        var buffer = [UInt8](repeating: 0, count: 256)
        let result = buffer.withUnsafeMutableBytes {
            $0.withMemoryRebound(to: CChar.self) { name in
                name.baseAddress.map { gethostname($0, name.count - 1) } ?? -1
            }
        }
        guard result == 0 else { return "unknown" }
        return String(decoding: buffer.prefix { $0 != 0 }, as: UTF8.self)
    }
}
