import LocalPostgres
import Synchronization
import Testing

@testable import SpotterCommand

#if canImport(FoundationEssentials)
    import FoundationEssentials
#else
    import Foundation
#endif

/// A `spotter dev` that has told that it is ready.
struct RunningDev: Sendable {
    let child: ChildProcess
    let report: DevReport

    /// Starts one and waits for its report.
    ///
    /// - Parameter port: 0: any free one.
    static func start(in folder: String, port: Int = 0) async throws -> RunningDev {
        let (lines, continuation) = AsyncStream.makeStream(of: String.self)
        let command = ChildProcess.Command(
            Programs.path("spotter"),
            ["dev", "--json", "--data", folder, "--port", "\(port)"])
        let child = try await ChildProcess.start(command) { continuation.yield($0) }
        // A `dev` that cannot start ends, and its output with it.
        Task {
            _ = await child.wait()
            continuation.finish()
        }
        var said: [String] = []
        for await line in lines {
            if line.hasPrefix("{"),
                let report = try? JSONDecoder().decode(DevReport.self, from: Data(line.utf8))
            {
                return RunningDev(child: child, report: report)
            }
            said.append(line)
        }
        Issue.record("`spotter dev` did not start: \(said.suffix(20).joined(separator: "\n"))")
        throw CancellationError()
    }

    var port: Int { Int(report.urls.app.split(separator: ":").last?.dropLast() ?? "") ?? 0 }

    /// The children as they are now.
    var processes: DevProcesses? {
        DevFolder(report.data).read(DevProcesses.self, DevProcesses.fileName)
    }

    /// Ends it as Ctrl-C does.
    @discardableResult
    func interrupt() async -> ChildProcess.Ending {
        await child.stop([(2, .seconds(60))])
    }

    /// Runs `body` with a folder that is deleted afterwards, and with whatever still runs on it.
    static func inFolder(_ body: (String) async throws -> Void) async throws {
        let folder = "/tmp/spotter-dev-test-\(UInt32.random(in: 0...UInt32.max))"
        defer { try? FileManager.default.removeItem(atPath: folder) }
        try await body(folder)
    }
}
