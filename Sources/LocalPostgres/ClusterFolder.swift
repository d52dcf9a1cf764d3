#if canImport(FoundationEssentials)
    import FoundationEssentials
#else
    import Foundation
#endif
#if canImport(Darwin)
    import Darwin
#elseif canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#endif

/// The files of one cluster: made so that a kill at any moment leaves nothing half done.
struct ClusterFolder: Sendable {
    /// Absolute path without symbolic links, once prepared.
    let path: String
    let user: ServerUser?

    private var data: String { "\(path)/data" }

    /// Makes the folder, in a place that the server's user can enter, and clears left-overs away.
    static func prepare(
        _ requested: String, for user: ServerUser?
    ) throws(LocalPostgresError) -> ClusterFolder {
        precondition(requested.hasPrefix("/"), "a cluster's folder must be an absolute path")
        let parent = String(requested[..<(requested.lastIndex(of: "/") ?? requested.startIndex)])
        try makeFolders(parent.isEmpty ? "/" : parent)
        if let user, try !isLinked(requested), !user.mayEnter(parent) {
            try link(requested, toPlaceFor: user)
        }
        try makePrivateFolder(requested, for: user)
        guard let resolved = realpath(requested, nil) else {
            throw LocalPostgresError(.folder, "cannot enter \(requested): \(systemErrorText())")
        }
        defer { free(resolved) }
        let folder = ClusterFolder(path: String(cString: resolved), user: user)
        folder.removeHalfMade()
        return folder
    }

    /// The major version that made the data; `nil` when there is no data yet.
    func dataMajor() -> Int? {
        guard let bytes = FileManager.default.contents(atPath: "\(data)/PG_VERSION") else {
            return nil
        }
        return Int(String(decoding: bytes, as: UTF8.self).filter(\.isNumber))
    }

    /// Runs initdb in a sibling folder and gives it its name when it is complete and on the disk.
    func initialise(
        with programs: PostgresPrograms, isDurable: Bool
    ) async throws(LocalPostgresError) {
        let half = "\(path)/data.new-\(getpid())"
        #if canImport(Darwin)
            let characters = "UTF-8"
        #else
            let characters = "C.UTF-8"
        #endif
        // Sorting by bytes is the same on every machine; --lc-ctype makes upper and lower case work
        // beyond ASCII.
        var arguments = [
            "-D", half, "--username=\(LocalCluster.userName)", "--encoding=UTF8", "--locale=C",
            "--lc-ctype=\(characters)", "--auth=trust", "--no-instructions",
        ]
        if !isDurable { arguments.append("--no-sync") }
        let answer = try await Program.run(
            programs.path("initdb"), arguments, as: user, in: path)
        guard answer.succeeded else {
            try? FileManager.default.removeItem(atPath: half)
            throw LocalPostgresError(.programFailed, "initdb failed: \(answer.errorText)")
        }
        guard rename(half, data) == 0 else {
            throw LocalPostgresError(.folder, "cannot rename \(half): \(systemErrorText())")
        }
        if isDurable { synchronise(path) }
    }

    /// A folder whose socket path fits into the 104 bytes that the shortest platform has.
    func socketFolder() throws(LocalPostgresError) -> String {
        let socketName = "/.s.PGSQL.65535.lock"
        var folder = "\(path)/socket"
        if folder.utf8.count + socketName.utf8.count >= 104 {
            // The same at each start, so that an old URL stays right.
            folder = "/tmp/spotter-\(geteuid())-\(Self.hash(path))"
        }
        try Self.makePrivateFolder(folder, for: user)
        return folder
    }

    private func removeHalfMade() {
        let names = (try? FileManager.default.contentsOfDirectory(atPath: path)) ?? []
        for name in names where name.hasPrefix("data.new-") {
            try? FileManager.default.removeItem(atPath: "\(path)/\(name)")
        }
    }

    private func synchronise(_ folder: String) {
        let descriptor = open(folder, O_RDONLY | O_CLOEXEC)
        guard descriptor >= 0 else { return }
        fsync(descriptor)
        close(descriptor)
    }
}

// Making folders.
extension ClusterFolder {
    private static func isLinked(_ path: String) throws(LocalPostgresError) -> Bool {
        var status = stat()
        return lstat(path, &status) == 0 && status.st_mode & S_IFMT == S_IFLNK
    }

    /// For root whose own folders are closed to the server's user.
    private static func link(
        _ requested: String, toPlaceFor user: ServerUser
    ) throws(LocalPostgresError) {
        let name = requested.split(separator: "/").joined(separator: "-")
        let place = "/var/lib/spotter-local/\(name)-\(hash(requested))"
        try makeFolders("/var/lib/spotter-local")
        try makePrivateFolder(place, for: user)
        guard symlink(place, requested) == 0 else {
            throw LocalPostgresError(
                .folder,
                "The user \(user.name), who runs PostgreSQL for root, cannot enter \(requested), "
                    + "and it cannot be made a link to \(place): \(systemErrorText())")
        }
    }

    /// FNV-1a in 13 letters and digits: tells paths apart that look alike.
    private static func hash(_ path: String) -> String {
        let hash = path.utf8.reduce(UInt64(0xcbf2_9ce4_8422_2325)) {
            ($0 ^ UInt64($1)) &* 0x100_0000_01b3
        }
        return String(hash, radix: 36)
    }

    private static func makeFolders(_ path: String) throws(LocalPostgresError) {
        do {
            try FileManager.default.createDirectory(
                atPath: path, withIntermediateDirectories: true)
        } catch {
            throw LocalPostgresError(.folder, "cannot make \(path): \(error)")
        }
    }

    /// Makes a folder that only the server's user can enter, or checks that it is one.
    ///
    /// In `/tmp` somebody else may have made a folder of that name: refused.
    private static func makePrivateFolder(
        _ path: String, for user: ServerUser?
    ) throws(LocalPostgresError) {
        if mkdir(path, 0o700) == 0 {
            try user?.takeOver(path)
            return
        }
        let reason = systemErrorText()
        var status = stat()
        guard stat(path, &status) == 0, status.st_mode & S_IFMT == S_IFDIR else {
            throw LocalPostgresError(.folder, "cannot make \(path): \(reason)")
        }
        let owner = user?.userID ?? geteuid()
        // A kill between mkdir and the hand-over leaves a folder of root's own.
        if status.st_uid == geteuid(), let user { try user.takeOver(path) }
        guard status.st_uid == owner || status.st_uid == geteuid() else {
            throw LocalPostgresError(
                .folder, "\(path) belongs to another user (number \(status.st_uid)).")
        }
        guard status.st_mode & 0o077 == 0 || chmod(path, 0o700) == 0 else {
            throw LocalPostgresError(.folder, "cannot close \(path): \(systemErrorText())")
        }
    }
}
