#if canImport(Darwin)
    internal import Darwin
#elseif canImport(Musl)
    internal import Musl
#else
    internal import Glibc
#endif

/// A pipe to oneself: any thread may write, and a thread in `poll` wakes up.
///
/// A wake-up is a hint: many may melt into one, and the woken looks at flags to see why.
final class WakeDescriptor: Sendable {
    /// To be polled for reading.
    let reading: Int32
    private let writing: Int32

    /// - Throws: `.connectionFailed` if the process has no descriptors left.
    init() throws(PostgresError) {
        var ends: [Int32] = [-1, -1]
        guard pipe(&ends) == 0 else {
            throw PostgresError(.connectionFailed, message: "no pipe: errno \(errno)")
        }
        for end in ends {
            _ = fcntl(end, F_SETFD, FD_CLOEXEC)
            _ = fcntl(end, F_SETFL, O_NONBLOCK)
        }
        (reading, writing) = (ends[0], ends[1])
    }

    deinit {
        close(reading)
        close(writing)
    }

    /// Wakes whoever polls.
    ///
    /// A full pipe is as good as one more byte.
    func signal() {
        var byte: UInt8 = 1
        _ = write(writing, &byte, 1)
    }

    /// Takes back all wake-ups so far.
    func drain() {
        var bytes: (UInt64, UInt64, UInt64, UInt64) = (0, 0, 0, 0)
        while read(reading, &bytes, 32) == 32 {}
    }
}
