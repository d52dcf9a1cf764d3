#if canImport(Darwin)
    import Darwin
#elseif canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#endif

/// The account that runs the server when we ourselves are root, which PostgreSQL refuses to run as.
struct ServerUser: Sendable, Hashable {
    let name: String
    let userID: UInt32
    let groupID: UInt32

    /// The account to switch to; `nil` when this process is an ordinary user and simply stays that.
    ///
    /// `postgres` where the system has one, else `nobody`. An account without a line in the user
    /// database would not do: initdb looks its own name up.
    static func forThisProcess() throws(LocalPostgresError) -> ServerUser? {
        guard geteuid() == 0 else { return nil }
        for name in ["postgres", "nobody"] {
            if let user = lookUp(name) { return user }
        }
        throw LocalPostgresError(
            .folder,
            "PostgreSQL does not run as root, and neither `postgres` nor `nobody` is an account "
                + "here. Create one, or start this as an ordinary user.")
    }

    private static func lookUp(_ name: String) -> ServerUser? {
        var record = passwd()
        var found: UnsafeMutablePointer<passwd>?
        // Room for the strings of one line of the user database; lines are far shorter.
        var strings = [CChar](repeating: 0, count: 16_384)
        guard getpwnam_r(name, &record, &strings, strings.count, &found) == 0, found != nil else {
            return nil
        }
        return ServerUser(name: name, userID: record.pw_uid, groupID: record.pw_gid)
    }

    /// The words to put before a command that is to run as this account.
    ///
    /// A program of the system does the switch, after it has been started. Switching in the forked
    /// child itself takes locks of the C library that another thread may have held at the fork: seen
    /// to hang once in a few hundred starts.
    var switching: [String] {
        #if canImport(Darwin)
            ["/usr/bin/sudo", "-n", "-u", name, "--"]
        #else
            [
                Self.switcher, "--reuid=\(userID)", "--regid=\(groupID)", "--clear-groups", "--",
            ]
        #endif
    }

    /// From util-linux, which every Linux distribution with a shell has.
    private static let switcher: String = {
        let places = ["/usr/bin/setpriv", "/bin/setpriv"]
        return places.first { access($0, X_OK) == 0 } ?? places[0]
    }()

    /// Hands a file or folder to this account.
    func takeOver(_ path: String) throws(LocalPostgresError) {
        guard lchown(path, userID, groupID) == 0 else {
            throw LocalPostgresError(
                .folder, "cannot hand \(path) to the user \(name): \(systemErrorText())")
        }
    }

    /// Whether this account may enter the folder and every folder above it.
    ///
    /// Judged by the permission bits alone, so an access control list can make it wrong; then
    /// initdb says so itself.
    func mayEnter(_ folder: String) -> Bool {
        var path = folder
        while true {
            var status = stat()
            guard stat(path, &status) == 0 else { return false }
            let bit: mode_t
            if status.st_uid == userID {
                bit = S_IXUSR
            } else if status.st_gid == groupID {
                bit = S_IXGRP
            } else {
                bit = S_IXOTH
            }
            guard status.st_mode & bit != 0 else { return false }
            guard path != "/", let slash = path.lastIndex(of: "/") else { return true }
            path = slash == path.startIndex ? "/" : String(path[..<slash])
        }
    }
}
