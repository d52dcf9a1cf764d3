/// What `spotter demo` has found.
struct DemoResult: Codable, Sendable {
    struct Kill: Codable, Sendable {
        let target: DemoKiller.Target
        let processID: Int32
        let successor: Int32
        /// From the kill until its successor ran and the API answered.
        let secondsAway: Double

        enum CodingKeys: String, CodingKey {
            case target, successor
            case processID = "process_id"
            case secondsAway = "seconds_away"
        }
    }

    let kills: [Kill]
    let load: DemoLoad.Tally
    let census: DemoCensus

    /// Whether each save that was accepted is stored, once.
    var isSound: Bool {
        census.storedOnce == load.sent && load.accepted == load.sent
    }

    /// For people.
    func text(on terminal: Terminal) -> String {
        var table = Table([
            .init(title: "KILLED"), .init(title: "PROCESS", isNumber: true),
            .init(title: "NEXT PROCESS", isNumber: true),
            .init(title: "BACK AFTER", isNumber: true),
        ])
        for kill in kills {
            table.add([
                .init(kill.target.title), "\(kill.processID)", "\(kill.successor)",
                "\(kill.secondsAway) s",
            ])
        }
        var counts = Table([.init(title: "SAVES"), .init(title: "", isNumber: true)])
        let bad: (Int) -> Table.Cell = { .init("\($0)", $0 == 0 ? .green : .red) }
        counts.add(["accepted", "\(load.accepted)"])
        counts.add(["  of these only after a repeat", "\(load.acceptedLate)"])
        counts.add(["requests repeated", "\(load.repeats)"])
        counts.add(["stored exactly once", "\(census.storedOnce)"])
        counts.add(["missing", bad(census.missing)])
        counts.add(["doubled", bad(census.doubled)])
        counts.add(["failed", bad(census.failed)])
        counts.add(["still on their way", bad(census.waiting)])
        let verdict =
            isSound
            ? terminal.colored("Every accepted save is stored exactly once.", .green)
            : terminal.colored("The promise was broken: see the counts.", .red)
        return "\(table.text(on: terminal))\n\(counts.text(on: terminal))\n\(verdict)\n"
    }
}
