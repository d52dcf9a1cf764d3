import ArgumentParser

/// `spotter demo`: shows with real kills that no save is lost and none is doubled.
struct DemoCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "demo",
        abstract:
            "Kill the API, the worker and PostgreSQL of a running `dev`, and count the saves.",
        discussion: """
            Saves workouts through HTTP without a pause, each with an idempotency key, and repeats a \
            request that got no answer or a 5xx, as every client should. Meanwhile it kills the API, \
            the worker and PostgreSQL in turn with SIGKILL. Then it waits until all is applied and \
            looks, through HTTP again, whether each workout is there exactly once.

            Ends with 1 if one is missing or doubled. Takes about half a minute, and up to a minute \
            more when the killed worker held jobs: those are taken over when its lease runs out.
            """)

    @Option(help: "Folder of the running `spotter dev`.")
    var data = ".spotter"

    @Option(help: "Saves per second, 1 to 500.")
    var rate = 25

    @Option(help: "How often each of the three is killed, 1 to 100.")
    var rounds = 1

    @Flag(help: "Print the result as one JSON document.")
    var json = false

    func validate() throws {
        guard (1...500).contains(rate) else {
            throw ValidationError("--rate must be between 1 and 500.")
        }
        guard (1...100).contains(rounds) else {
            throw ValidationError("--rounds must be between 1 and 100.")
        }
    }

    func run() async throws {
        let folder = DevFolder(data)
        guard let dev = folder.read(DevReport.self, DevReport.fileName) else {
            throw CommandFailure(
                .notDone,
                "No `spotter dev` runs on \(folder.path). Start it in another terminal, or name its "
                    + "folder with --data.")
        }
        let result = try await DemoRun(folder: folder, dev: dev, rate: rate, rounds: rounds).run()
        if json {
            StandardStream.output.write(try DevFolder.text(of: result))
        } else {
            let environment = ProcessEnvironment.current
            StandardStream.output.write(result.text(on: .current(environment: environment)))
        }
        guard result.isSound else { throw CommandFailure(.notDone) }
    }
}
