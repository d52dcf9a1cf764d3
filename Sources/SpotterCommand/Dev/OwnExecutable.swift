#if canImport(FoundationEssentials)
    import FoundationEssentials
#else
    import Foundation
#endif
#if canImport(Darwin)
    import Darwin
#endif

/// The file this process runs from.
enum OwnExecutable {
    /// Absolute path, whatever the command line says and wherever the working folder is.
    ///
    /// After a new build has replaced the file, this is the path of the new one.
    static func path() throws(CommandFailure) -> String {
        #if canImport(Darwin)
            var bytes = [CChar](repeating: 0, count: 4096)
            var size = UInt32(bytes.count)
            if _NSGetExecutablePath(&bytes, &size) == 0, let real = realpath(&bytes, nil) {
                defer { free(real) }
                return String(cString: real)
            }
        #else
            let link = "/proc/self/exe"
            if let path = try? FileManager.default.destinationOfSymbolicLink(atPath: link) {
                let replaced = " (deleted)"
                return path.hasSuffix(replaced) ? String(path.dropLast(replaced.count)) : path
            }
        #endif
        throw CommandFailure(.notDone, "cannot find the file that this program runs from")
    }
}
