/// One step of a schema: `sql/migrations/0001_tables.up.sql` and its way back.
public struct Migration: Sendable, Hashable {
    /// 1 and up, without gaps.
    public let number: Int
    /// What it is about, from the file's name.
    public let name: String
    /// SQL that makes the step, in one transaction.
    public let up: String
    /// SQL that reverses it, in one transaction.
    public let down: String

    /// Makes a step.
    public init(number: Int, name: String, up: String, down: String) {
        self.number = number
        self.name = name
        self.up = up
        self.down = down
    }

    /// Whether programs that do not know this step must not run on it: its file says `-- Breaking`.
    ///
    /// Rare: two releases are to run side by side on one schema.
    var isBreaking: Bool {
        up.split(separator: "\n").contains { $0.hasPrefix("-- Breaking") }
    }

    /// `0001_tables`, as people call it.
    public var title: String {
        let digits = String(number)
        return String(repeating: "0", count: max(4 - digits.count, 0)) + digits + "_" + name
    }
}
