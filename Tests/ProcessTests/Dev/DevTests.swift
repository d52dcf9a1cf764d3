import LocalPostgres
import Testing

@testable import SpotterCommand

@Suite("spotter dev", .serialized, .timeLimit(.minutes(5)))
struct DevTests {
    @Test("brings everything up, and on Ctrl-C takes everything down")
    func upAndDown() async throws {
        try await RunningDev.inFolder { folder in
            let dev = try await RunningDev.start(in: folder)
            let http = LocalHTTP(base: "http://127.0.0.1:\(dev.port)", token: dev.report.token)
            let list = try await http.send("GET", "/api/fitness/workouts", deadline: .seconds(10))
            #expect(list.status == 200)
            let processes = try #require(dev.processes)
            #expect(processes.identities.count == 3)
            #expect(await dev.interrupt() == .exited(0))
            #expect(processes.identities.filter(\.isAlive).isEmpty)
        }
    }

    @Test("refuses a folder that another dev uses, and a port that is taken, with exit code 1")
    func refuses() async throws {
        try await RunningDev.inFolder { folder in
            let dev = try await RunningDev.start(in: folder)
            let sameFolder = try await output(["--data", folder, "--port", "0"])
            #expect(sameFolder.contains("Another `spotter dev` runs"))
            try await RunningDev.inFolder { other in
                let samePort = try await output(["--data", other, "--port", "\(dev.port)"])
                #expect(samePort.contains("Port \(dev.port) is in use"))
                #expect(DevFolder(other).read(DevProcesses.self, DevProcesses.fileName) == nil)
            }
            await dev.interrupt()
        }
    }

    @Test("starts each of its children again when it is killed")
    func restartsChildren() async throws {
        try await RunningDev.inFolder { folder in
            let dev = try await RunningDev.start(in: folder)
            let http = LocalHTTP(base: "http://127.0.0.1:\(dev.port)", token: nil)
            let killer = DemoKiller(folder: DevFolder(folder), http: http)
            for target in DemoKiller.Target.allCases {
                let kill = try await killer.kill(target)
                #expect(kill.successor != kill.processID)
            }
            #expect(await dev.interrupt() == .exited(0))
        }
    }

    @Test("that is killed leaves nothing in the way of the next start, which finds the data")
    func startsAfterKill() async throws {
        try await RunningDev.inFolder { folder in
            let first = try await RunningDev.start(in: folder)
            let left = try #require(first.processes).identities
            await first.child.stop([])
            let second = try await RunningDev.start(in: folder, port: first.port)
            #expect(left.filter(\.isAlive).isEmpty)
            // The old token is good: the secret was kept.
            let http = LocalHTTP(
                base: "http://127.0.0.1:\(first.port)", token: first.report.token)
            let list = try await http.send("GET", "/api/fitness/workouts", deadline: .seconds(10))
            #expect(list.status == 200)
            #expect(await second.interrupt() == .exited(0))
        }
    }

    @Test("that is killed takes its children with it")
    func childrenEndWithIt() async throws {
        try await RunningDev.inFolder { folder in
            let dev = try await RunningDev.start(in: folder)
            let left = try #require(dev.processes).identities
            await dev.child.stop([])
            let end = ContinuousClock.now + .seconds(30)
            // They are not our children: asking is the only way to see their end.
            while left.contains(where: \.isAlive), ContinuousClock.now < end {
                try await Task.sleep(for: .milliseconds(20))
            }
            #expect(left.filter(\.isAlive).isEmpty)
        }
    }

    @Test("passes the demo: every save is stored once, whatever is killed")
    func demo() async throws {
        try await RunningDev.inFolder { folder in
            let dev = try await RunningDev.start(in: folder)
            let demo = try await ChildProcess.output(
                of: .init(Programs.path("spotter"), ["demo", "--json", "--data", folder]),
                deadline: .seconds(240))
            #expect(demo.succeeded, "\(demo.text)\(demo.errorText)")
            await dev.interrupt()
        }
    }

    /// What a `dev` says that is expected to end with exit code 1.
    private func output(_ arguments: [String]) async throws -> String {
        let command = ChildProcess.Command(Programs.path("spotter"), ["dev"] + arguments)
        let output = try await ChildProcess.output(of: command, deadline: .seconds(60))
        #expect(!output.succeeded)
        return output.errorText
    }
}
