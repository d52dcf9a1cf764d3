package import HTTPTypes
import Synchronization

/// Knows which methods each path has, so that a wrong method is told from a wrong path.
///
/// Hummingbird's router answers both with 404.
package final class PathTable: Sendable {
    private typealias Path = (segments: [Substring], methods: Set<HTTPRequest.Method>)

    /// Filled while the routes are added, and only read afterwards.
    private let paths = Mutex<[Path]>([])

    package init() {}

    /// Adds `method` to a path; a segment that begins with a colon stands for any one segment.
    package func add(_ path: String, _ method: HTTPRequest.Method) {
        let segments = path.split(separator: "/")
        // The router answers HEAD wherever there is GET.
        let added: Set<HTTPRequest.Method> = method == .get ? [.get, .head] : [method]
        paths.withLock { $0.append((segments, added)) }
    }

    /// The methods of `path` in alphabetical order; none when there is no such path.
    package func methods(of path: String) -> [HTTPRequest.Method] {
        let segments = path.split(separator: "/")
        let methods = paths.withLock { $0 }.filter { matches($0.segments, segments) }
            .reduce(into: Set<HTTPRequest.Method>()) { $0.formUnion($1.methods) }
        return methods.sorted { $0.rawValue < $1.rawValue }
    }

    private func matches(_ pattern: [Substring], _ segments: [Substring]) -> Bool {
        guard pattern.count == segments.count else { return false }
        return zip(pattern, segments).allSatisfy { $0.hasPrefix(":") || $0 == $1 }
    }
}
