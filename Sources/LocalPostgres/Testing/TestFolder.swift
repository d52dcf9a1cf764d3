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

/// The folder of a test's cluster, with a lock beside it that says whether its owner still lives.
///
/// The lock is taken before the folder exists and the names are random, so nobody can take a folder
/// that is just being made for a left-over.
struct TestFolder: Sendable {
    let path: String
    private let lock: FileLock

    private static let prefix = "spotter-test-"
    private static let lockSuffix = ".lock"

    /// Chooses a name and locks it.
    ///
    /// The folder itself is for `LocalCluster.prepare` to make.
    static func make() throws(LocalPostgresError) -> TestFolder {
        let number = String(UInt64.random(in: 0...UInt64.max), radix: 36)
        // Not the user's own temporary folder: on macOS its path is too long for a socket.
        let path = "/tmp/\(prefix)\(geteuid())-\(number)"
        guard let lock = try FileLock.take(path + lockSuffix) else {
            throw LocalPostgresError(.folder, "\(path) is taken.")
        }
        return TestFolder(path: path, lock: lock)
    }

    /// Deletes the folder, then its lock.
    func remove() {
        try? FileManager.default.removeItem(atPath: path)
        unlink(path + Self.lockSuffix)
    }

    /// Stops the servers and deletes the folders of this user's test runs that have ended.
    static func removeLeftOvers() async {
        let names = (try? FileManager.default.contentsOfDirectory(atPath: "/tmp")) ?? []
        for name in names
        where name.hasPrefix("\(prefix)\(geteuid())-") && name.hasSuffix(lockSuffix) {
            let path = "/tmp/" + name.dropLast(lockSuffix.count)
            guard let lock = try? FileLock.take(path + lockSuffix) else { continue }
            let left = TestFolder(path: path, lock: lock)
            if FileManager.default.fileExists(atPath: path) {
                try? await PostmasterFile.stopServer(of: "\(path)/data")
            }
            left.remove()
        }
    }
}
