import Postgres

extension JobStore {
    /// The workers, newest first; at most 1000.
    ///
    /// - Parameter includingEnded: Whether to show those too that have ended.
    public func workers(includingEnded: Bool = false) async throws -> [WorkerRecord] {
        try await look { connection in
            try connection.query(statement(.workerList), includingEnded, Int64(1000))
                .map { try WorkerRecord($0) }
        }
    }
}
