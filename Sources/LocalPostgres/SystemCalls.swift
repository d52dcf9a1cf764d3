// One place decides which C library and which spelling of swift-system this platform has.

#if canImport(Darwin)
    internal import Darwin
#elseif canImport(Glibc)
    internal import Glibc
#elseif canImport(Musl)
    internal import Musl
#endif

/// The text of the C library's error of this thread's last failed call.
func systemErrorText(_ number: Int32 = errno) -> String {
    String(cString: strerror(number))
}

/// Makes a one-way connection whose ends no other child inherits: a pipe in all but name.
///
/// - Throws: `.spawn` when the process has no descriptors left; then nothing was opened.
package func makePipe() throws(LocalPostgresError) -> (read: Int32, write: Int32) {
    var ends: [Int32] = [-1, -1]
    #if os(Linux)
        // A socket pair, because Swift does not see `pipe2`, and marking a pipe's ends afterwards
        // leaves a moment in which another thread's child inherits them.
        let type = Int32(SOCK_STREAM.rawValue) | Int32(SOCK_CLOEXEC.rawValue)
        let result = socketpair(AF_UNIX, type, 0, &ends)
    #else
        // Children are started with POSIX_SPAWN_CLOEXEC_DEFAULT on this platform.
        let result = pipe(&ends)
        for end in ends where result == 0 { _ = fcntl(end, F_SETFD, FD_CLOEXEC) }
    #endif
    guard result == 0 else {
        throw LocalPostgresError(.spawn, "cannot make a pipe: \(systemErrorText())")
    }
    return (ends[0], ends[1])
}

/// Whether a process of this number exists, whoever it belongs to.
///
/// A zombie counts as existing. Numbers are reused, so an old number says nothing for certain.
package func processExists(_ processID: Int32) -> Bool {
    kill(processID, 0) == 0 || errno == EPERM
}
