import LocalPostgres

#if canImport(Darwin)
    import Darwin
#elseif canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#endif

/// Processes of a `dev` that was killed.
///
/// Their lifeline ends them, but in their own time, and the old API holds the port until then.
struct DevLeftOvers: Sendable {
    let folder: DevFolder
    let log: DevLog

    /// Ends what the last `dev` on this folder left behind.
    ///
    /// Call it with the folder's lock held, so that it is certain that their owner is gone. They get one second to end by SIGTERM, then SIGKILL: what they had not finished is done again
    /// by the new worker, as after any crash. PostgreSQL is left to `LocalCluster`.
    func end() async {
        guard let last = folder.read(DevProcesses.self, DevProcesses.fileName) else { return }
        let left = last.identities.filter { identity in
            identity.processID != last.postgres && identity.isAlive
        }
        for process in left {
            log.say("ending process \(process.processID), left by a killed `spotter dev`")
            kill(process.processID, SIGTERM)
        }
        let patience = ContinuousClock.now + .seconds(1)
        while ContinuousClock.now < patience, left.contains(where: \.isAlive) {
            // They are not our children, so there is no other way to see their end.
            try? await Task.sleep(for: .milliseconds(20))
        }
        for process in left where process.isAlive { kill(process.processID, SIGKILL) }
        folder.remove(DevProcesses.fileName)
    }
}
