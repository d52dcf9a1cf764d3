/// The processes of a `spotter dev`, as `pids.json` tells them: for `spotter demo`, for tests, and
/// for the next `dev`, which ends what a killed one left behind.
struct DevProcesses: Codable, Sendable {
    static let fileName = "pids.json"

    let dev: Int32
    /// `nil` while it is being started again; so are the others.
    private(set) var api: Int32?
    private(set) var worker: Int32?
    private(set) var postgres: Int32?
    /// The moments at which they were started, to tell them from others that got their numbers.
    private(set) var identities: [ProcessIdentity] = []

    init(dev: Int32) { self.dev = dev }

    mutating func set(_ name: String, to processID: Int32?) {
        switch name {
        case "api": api = processID
        case "worker": worker = processID
        case "postgres": postgres = processID
        default: preconditionFailure("\(name) is no process of dev's")
        }
        identities = [api, worker, postgres].compactMap { number in
            number.flatMap { ProcessIdentity(processID: $0) }
        }
    }
}
