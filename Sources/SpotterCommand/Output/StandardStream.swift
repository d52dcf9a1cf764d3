#if canImport(Darwin)
    import Darwin
#elseif canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#endif

/// Standard output and standard error, written at once and whole.
///
/// Not through C's buffers: a process that is killed has then lost nothing it said before.
struct StandardStream: Sendable {
    let descriptor: Int32

    static let output = StandardStream(descriptor: STDOUT_FILENO)
    static let error = StandardStream(descriptor: STDERR_FILENO)
    /// Not written to; asked what it is.
    static let input = StandardStream(descriptor: STDIN_FILENO)

    /// Writes all of `text`.
    ///
    /// When nobody reads standard output any more (`spotter jobs list | head -1`), the program ends
    /// quietly: the reader has what it wanted. On standard error the text is dropped.
    func write(_ text: String) {
        write(Array(text.utf8))
    }

    /// Writes all of `bytes`, as `write(_:)` does with text.
    func write(_ bytes: [UInt8]) {
        var written = 0
        while written < bytes.count {
            let count = bytes[written...].withUnsafeBytes { buffer in
                Self.writeSome(descriptor, buffer)
            }
            if count > 0 {
                written += count
            } else if errno == EAGAIN {
                // Somebody made the terminal non-blocking; wait until it takes more.
                var ready = pollfd(fd: descriptor, events: Int16(POLLOUT), revents: 0)
                _ = poll(&ready, 1, 1000)
            } else if errno != EINTR {
                if descriptor == STDOUT_FILENO { exit(CommandStatus.done.rawValue) }
                return
            }
        }
    }

    /// The system's `write`, which the method of that name hides.
    private static func writeSome(_ descriptor: Int32, _ bytes: UnsafeRawBufferPointer) -> Int {
        #if canImport(Darwin)
            Darwin.write(descriptor, bytes.baseAddress, bytes.count)
        #elseif canImport(Glibc)
            Glibc.write(descriptor, bytes.baseAddress, bytes.count)
        #elseif canImport(Musl)
            Musl.write(descriptor, bytes.baseAddress, bytes.count)
        #endif
    }

    /// Whether a person sits at it.
    var isTerminal: Bool { isatty(descriptor) == 1 }
}
