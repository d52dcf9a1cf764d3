public import Postgres

#if canImport(FoundationEssentials)
    import FoundationEssentials
#else
    import Foundation
#endif

/// A job that is to be enqueued.
public struct NewJob: Sendable {
    /// When a job may first run, by the database's clock.
    public enum Due: Sendable, Equatable {
        /// As soon as it is committed.
        case now
        /// From this moment on.
        case at(Timestamp)
        /// So long after the enqueuing transaction began.
        case after(Duration)
    }

    /// The name under which a handler is registered; 1 to 100 characters.
    public var kind: String
    /// A JSON object.
    ///
    /// The bytes go to the database untouched.
    public var args: JSONBytes
    /// The lane; 1 to 100 characters.
    public var queue = "default"
    /// Smaller runs first; -32768 to 32767.
    public var priority = 0
    /// How many failures end in `failed`; 1 to 1000.
    public var maxAttempts = 20
    /// When the job may first run.
    public var due = Due.now
    /// Makes the job unique among its kind, for longer than the job itself is kept; at most 1024
    /// bytes.
    ///
    /// Enqueuing a key again adds nothing and says `existing`.
    public var key: String?
    /// Kept with the key, for a caller who wants to know whether the key came with the same request.
    public var digest: [UInt8]?
    /// Words by which to find the job; at most 50 of 255 characters.
    public var tags: [String] = []

    /// Makes a job from its typed arguments, with the defaults of its kind.
    ///
    /// - Throws: What `JSONEncoder` throws, for a value that is not valid JSON (NaN, say).
    public init<J: Job>(_ job: J) throws {
        let encoder = JSONEncoder()
        encoder.dateEncodingStrategy = .iso8601
        self.init(kind: J.kind, args: JSONBytes(bytes: Array(try encoder.encode(job))))
        queue = J.defaults.queue
        priority = J.defaults.priority
        maxAttempts = J.defaults.maxAttempts
    }

    /// Makes a job from the bytes of a JSON object.
    public init(kind: String, args: JSONBytes) {
        self.kind = kind
        self.args = args
    }
}
