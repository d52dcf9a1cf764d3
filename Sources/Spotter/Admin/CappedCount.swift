/// A number that was not counted to its end where it is large.
public struct CappedCount: Sendable, Hashable, CustomStringConvertible {
    /// What was counted, at most the cap.
    public let value: Int
    /// Whether there are more.
    public let isCapped: Bool

    /// A number that is exact.
    public init(_ value: Int) {
        self.value = value
        isCapped = false
    }

    /// - Parameter counted: Up to one more than `cap`.
    init(counted: Int, cap: Int) {
        value = min(counted, cap)
        isCapped = counted > cap
    }

    /// The number, or `>` and the cap.
    public var description: String { isCapped ? ">\(value)" : "\(value)" }
}
