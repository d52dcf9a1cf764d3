#if canImport(Darwin)
    import Darwin
#elseif canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#endif

/// A lock on a file that the kernel releases when its owner ends, in whatever way.
///
/// `flock`, not a file with a process number in it: numbers are reused and files stay behind.
package final class FileLock: Sendable {
    private let descriptor: Int32

    private init(descriptor: Int32) { self.descriptor = descriptor }

    deinit { close(descriptor) }

    /// Takes the lock, or returns `nil` when another process has it.
    ///
    /// Never waits.
    ///
    /// - Throws: `.folder` when the file cannot be opened.
    package static func take(_ path: String) throws(LocalPostgresError) -> FileLock? {
        let descriptor = open(path, O_RDWR | O_CREAT | O_CLOEXEC | O_NOFOLLOW, 0o600)
        guard descriptor >= 0 else {
            throw LocalPostgresError(.folder, "cannot open \(path): \(systemErrorText())")
        }
        guard flock(descriptor, LOCK_EX | LOCK_NB) == 0 else {
            close(descriptor)
            return nil
        }
        return FileLock(descriptor: descriptor)
    }
}
