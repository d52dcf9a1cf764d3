import LocalPostgres

#if canImport(FoundationEssentials)
    import FoundationEssentials
#else
    import Foundation
#endif

/// The desktop's web browser, where there is a desktop.
enum Browser {
    /// Opens a page if somebody sits there to see it; failing to is no matter.
    static func open(_ url: String) async {
        guard StandardStream.output.isTerminal else { return }
        #if os(macOS)
            let opener = "/usr/bin/open"
        #else
            let opener = "/usr/bin/xdg-open"
            let environment = ProcessInfo.processInfo.environment
            let hasDesktop = environment["DISPLAY"] ?? environment["WAYLAND_DISPLAY"]
            guard hasDesktop != nil else { return }
        #endif
        guard FileManager.default.isExecutableFile(atPath: opener) else { return }
        _ = try? await ChildProcess.output(
            of: ChildProcess.Command(opener, [url]), deadline: .seconds(10))
    }
}
