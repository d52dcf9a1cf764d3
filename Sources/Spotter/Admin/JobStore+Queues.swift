import Postgres

extension JobStore {
    /// The queues that have jobs, a switch, or a live worker of their own, by name.
    ///
    /// - Parameter cap: How far to count. Default 100 000, some 20 ms a queue.
    public func queues(cap: Int = 100_000) async throws -> [QueueRecord] {
        try await look { connection in
            try connection.query(statement(.queueList), Int64(cap) + 1)
                .map { try QueueRecord($0, cap: cap) }
        }
    }

    /// Stops claims from a queue.
    ///
    /// What runs goes on; enqueuing goes on.
    ///
    /// The queue need not exist yet.
    ///
    /// - Returns: Whether it was not paused before; else the first reason stays.
    public func pause(queue: String, reason: String, by admin: Admin) async throws -> Bool {
        try await withConnection { connection in
            try connection.query(
                statement(.queuePause), queue, reason, admin.name, admin.source
            ).only(as: Bool.self)
        }
    }

    /// Lets workers claim from a queue again.
    ///
    /// - Returns: Whether it was paused before.
    public func resume(queue: String, reason: String, by admin: Admin) async throws -> Bool {
        try await withConnection { connection in
            try connection.query(
                statement(.queueResume), queue, reason, admin.name, admin.source
            ).only(as: Bool.self, Int64.self).0
        }
    }
}
