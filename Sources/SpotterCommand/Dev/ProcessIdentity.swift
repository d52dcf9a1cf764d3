#if canImport(FoundationEssentials)
    import FoundationEssentials
#else
    import Foundation
#endif
#if canImport(Darwin)
    import Darwin
#endif

/// One process and no other: its number together with the moment it was started.
///
/// A number alone is used again after its process has ended, and what is killed by an old number may
/// be somebody else's.
struct ProcessIdentity: Codable, Hashable, Sendable {
    let processID: Int32
    /// As the kernel counts it; only compared.
    let startedAt: String

    /// The process that has this number now; `nil` when there is none, or only a zombie.
    init?(processID: Int32) {
        self.processID = processID
        #if canImport(Darwin)
            var info = proc_bsdinfo()
            let size = Int32(MemoryLayout<proc_bsdinfo>.size)
            guard proc_pidinfo(processID, PROC_PIDTBSDINFO, 0, &info, size) == size else {
                return nil
            }
            guard info.pbi_status != SZOMB else { return nil }
            startedAt = "\(info.pbi_start_tvsec).\(info.pbi_start_tvusec)"
        #else
            guard let bytes = FileManager.default.contents(atPath: "/proc/\(processID)/stat") else {
                return nil
            }
            // The second field is the program's name in brackets and may hold anything; the fields
            // are counted from the last bracket. See proc_pid_stat(5): state is 3, starttime 22.
            let text = String(decoding: bytes, as: UTF8.self)
            guard let bracket = text.lastIndex(of: ")") else { return nil }
            let fields = text[text.index(after: bracket)...].split(separator: " ")
            guard fields.count > 19, fields[0] != "Z" else { return nil }
            startedAt = String(fields[19])
        #endif
    }

    /// Whether this very process still runs.
    var isAlive: Bool { ProcessIdentity(processID: processID) == self }
}
