#if canImport(FoundationEssentials)
    import FoundationEssentials
#else
    import Foundation
#endif

/// The programs that are built beside the tests.
enum Programs {
    /// The absolute path of a program of this package.
    static func path(_ name: String) -> String {
        folder + "/" + name
    }

    private static let folder: String = {
        // Linux tells where the running program lies, whatever it was called as.
        let running =
            (try? FileManager.default.destinationOfSymbolicLink(atPath: "/proc/self/exe"))
            ?? CommandLine.arguments[0]
        var parts = running.split(separator: "/", omittingEmptySubsequences: false).dropLast()
        // On macOS the tests lie deep inside a bundle.
        while let last = parts.last,
            last.hasSuffix(".xctest") || last == "Contents" || last == "MacOS"
        {
            parts = parts.dropLast()
        }
        return parts.joined(separator: "/")
    }()
}
