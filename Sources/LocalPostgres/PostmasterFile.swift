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

/// What a server writes about itself into `postmaster.pid` of its data folder.
///
/// - SeeAlso: `src/include/utils/pidfile.h` of PostgreSQL for the meaning of the lines.
struct PostmasterFile: Sendable {
    let processID: Int32
    /// Connections are accepted.
    ///
    /// `pg_ctl --wait` goes by the same line.
    let isReady: Bool

    /// Reads the file; `nil` when there is none or it is not yet complete.
    init?(dataFolder: String) {
        guard let bytes = FileManager.default.contents(atPath: "\(dataFolder)/postmaster.pid")
        else {
            return nil
        }
        let lines = String(decoding: bytes, as: UTF8.self).split(
            separator: "\n", omittingEmptySubsequences: false)
        guard let first = lines.first, let processID = Int32(first), processID > 0 else {
            return nil
        }
        self.processID = processID
        isReady = lines.count > 7 && lines[7].hasPrefix("ready")
    }

    /// Whether the process of this number is a server on this data folder, and not another that
    /// got the number of a server that was killed.
    func isServer(of dataFolder: String) -> Bool {
        guard processExists(processID) else { return false }
        #if canImport(Darwin)
            var path = [UInt8](repeating: 0, count: 4096)
            let length = proc_pidpath(processID, &path, UInt32(path.count))
            guard length > 0 else { return false }
            return String(decoding: path.prefix(Int(length)), as: UTF8.self).hasSuffix("/postgres")
        #else
            // A server works in its data folder. A zombie has no folder any more.
            let folder = try? FileManager.default.destinationOfSymbolicLink(
                atPath: "/proc/\(processID)/cwd")
            guard let folder, let own = realpath(dataFolder, nil) else { return false }
            defer { free(own) }
            return folder == String(cString: own)
        #endif
    }
}

extension PostmasterFile {
    /// Ends a server that its owner's end has left behind; does nothing where there is none.
    ///
    /// - Throws: `.deadlineExceeded` after 20 s, SIGKILL included; then it still runs.
    static func stopServer(of dataFolder: String) async throws(LocalPostgresError) {
        let begin = ContinuousClock.now
        while let file = PostmasterFile(dataFolder: dataFolder), file.isServer(of: dataFolder) {
            switch ContinuousClock.now - begin {
            case ..<(.seconds(10)): kill(file.processID, SIGINT)
            case ..<(.seconds(15)): kill(file.processID, SIGQUIT)
            case ..<(.seconds(20)): kill(file.processID, SIGKILL)
            default:
                throw LocalPostgresError(
                    .deadlineExceeded,
                    "An older PostgreSQL server (process \(file.processID)) on \(dataFolder) does "
                        + "not end; end it and start again.")
            }
            do {
                try await Task.sleep(for: .milliseconds(50))
            } catch {
                throw LocalPostgresError(.deadlineExceeded, "cancelled while an old server ended")
            }
        }
        // A number used again by some other process of the same user makes the server believe that
        // another one is at work, and refuse to start.
        if let file = PostmasterFile(dataFolder: dataFolder), !file.isServer(of: dataFolder) {
            unlink("\(dataFolder)/postmaster.pid")
        }
    }
}
