import ArgumentParser

/// The number of a job, as people type it: digits only, 1 to 2^63-1.
struct JobID: ExpressibleByArgument, Hashable, Sendable {
    let value: Int64

    init?(argument: String) {
        guard argument.utf8.allSatisfy({ (UInt8(ascii: "0")...UInt8(ascii: "9")).contains($0) }),
            let value = Int64(argument), value > 0
        else { return nil }
        self.value = value
    }
}
