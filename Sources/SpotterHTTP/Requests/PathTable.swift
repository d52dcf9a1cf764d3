package import HTTPTypes

/// Knows which methods each path has, so that a wrong method is told from a wrong path.
///
/// Hummingbird's router answers both with 404.
package struct PathTable: Sendable {
    private var paths: [(segments: [Substring], methods: Set<HTTPRequest.Method>)] = []

    package init() {}

    /// Adds `method` to a path; a segment that begins with a colon stands for any one segment.
    package mutating func add(_ path: String, _ method: HTTPRequest.Method) {
        let segments = path.split(separator: "/")
        var methods: Set<HTTPRequest.Method> = method == .get ? [.get, .head] : [method]
        if let index = paths.firstIndex(where: { $0.segments == segments }) {
            methods.formUnion(paths[index].methods)
            paths.remove(at: index)
        }
        paths.append((segments, methods))
    }

    /// The methods of `path` in alphabetical order; none when there is no such path.
    package func methods(of path: String) -> [HTTPRequest.Method] {
        let segments = path.split(separator: "/")
        let methods = paths.filter { matches($0.segments, segments) }
            .reduce(into: Set<HTTPRequest.Method>()) { $0.formUnion($1.methods) }
        return methods.sorted { $0.rawValue < $1.rawValue }
    }

    private func matches(_ pattern: [Substring], _ segments: [Substring]) -> Bool {
        guard pattern.count == segments.count else { return false }
        return zip(pattern, segments).allSatisfy { $0.hasPrefix(":") || $0 == $1 }
    }
}
