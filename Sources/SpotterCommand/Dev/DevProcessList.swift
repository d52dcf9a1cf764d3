import Synchronization

/// The present processes of this `dev`, kept in its folder too.
final class DevProcessList: Sendable {
    private let list: Mutex<DevProcesses>
    private let folder: DevFolder
    private let log: DevLog

    init(folder: DevFolder, dev: Int32, log: DevLog) {
        self.folder = folder
        self.log = log
        list = Mutex(DevProcesses(dev: dev))
    }

    var current: DevProcesses { list.withLock { $0 } }

    /// Notes that a process has been started, or with `nil` that it has ended.
    func change(_ name: String, _ processID: Int32?) {
        // The file is written under the lock, so that the last change is what stays in it.
        list.withLock { list in
            list.set(name, to: processID)
            do {
                try folder.write(list, as: DevProcesses.fileName)
            } catch {
                log.say("\(error)")
            }
        }
    }
}
