/// What became of a job that was enqueued.
public struct Enqueued: Sendable, Hashable {
    /// Whether the job is new.
    public enum Outcome: String, Sendable {
        /// The job was added.
        case created
        /// A job with this kind and key was there before; nothing was added.
        case existing
    }

    /// The job: the new one, or the one that was there before.
    public let id: Int64
    /// Whether the job is new.
    public let outcome: Outcome
}
