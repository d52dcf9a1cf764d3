// One place decides which C library and which spelling of swift-system this platform has.

#if canImport(Darwin)
    import Darwin
#elseif canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#endif

/// The text of the C library's error of this thread's last failed call.
func systemErrorText(_ number: Int32 = errno) -> String {
    String(cString: strerror(number))
}

/// Makes a connection whose ends no other child inherits.
///
/// - Throws: `.spawn` when the process has no descriptors left; then nothing was opened.
///
/// A socket pair, because it can be written to without SIGPIPE, and because Swift does not see
/// `pipe2`: marking a pipe's ends afterwards leaves a moment in which another child inherits them.
func makeLifeline() throws(LocalPostgresError) -> (child: Int32, owner: Int32) {
    var ends: [Int32] = [-1, -1]
    #if os(Linux)
        let type = Int32(SOCK_STREAM.rawValue) | Int32(SOCK_CLOEXEC.rawValue)
        let result = socketpair(AF_UNIX, type, 0, &ends)
    #else
        // Children are started with POSIX_SPAWN_CLOEXEC_DEFAULT here, so there is no such moment.
        let result = socketpair(AF_UNIX, SOCK_STREAM, 0, &ends)
        var yes: Int32 = 1
        for end in ends where result == 0 {
            _ = fcntl(end, F_SETFD, FD_CLOEXEC)
            setsockopt(end, SOL_SOCKET, SO_NOSIGPIPE, &yes, socklen_t(MemoryLayout<Int32>.size))
        }
    #endif
    guard result == 0 else {
        throw LocalPostgresError(.spawn, "cannot make a socket pair: \(systemErrorText())")
    }
    return (ends[0], ends[1])
}

/// Tells whoever else reads the lifeline that the child has ended and its owner has seen it, so
/// that there is nothing left to do; then closes it.
func closeLifeline(_ owner: Int32) {
    #if os(Linux)
        let flags = Int32(MSG_NOSIGNAL)
    #else
        let flags: Int32 = 0
    #endif
    _ = send(owner, "\n", 1, flags)
    close(owner)
}

/// Whether a process of this number exists, whoever it belongs to.
///
/// A zombie counts as existing. Numbers are reused, so an old number says nothing for certain.
package func processExists(_ processID: Int32) -> Bool {
    kill(processID, 0) == 0 || errno == EPERM
}
