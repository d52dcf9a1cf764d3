/// How a pool's connections are at one moment.
public struct PoolStatistics: Sendable, Equatable {
    /// Connections that are open: idle or at work.
    public let open: Int
    /// Connections that wait for work.
    public let idle: Int
    /// Callers that wait for a connection.
    public let waiting: Int

    /// The figures, given.
    public init(open: Int, idle: Int, waiting: Int) {
        self.open = open
        self.idle = idle
        self.waiting = waiting
    }
}
