/// A kind of job: its name and the shape of its arguments.
///
/// The value itself is the arguments; it is stored as a JSON object.
///
/// ```swift
/// struct SendWelcome: Job {
///     static let kind = "send_welcome"
///     var email: String
/// }
/// ```
///
/// A kind is permanent: jobs written today are read by the releases of next month. Add optional
/// members, never rename one; for a new meaning take a new kind, which older workers leave alone.
public protocol Job: Codable, Sendable {
    /// The name under which jobs are stored and handlers registered; 1 to 100 characters.
    static var kind: String { get }

    /// What applies to each job of this kind unless one says otherwise.
    static var defaults: JobDefaults { get }
}

extension Job {
    /// The defaults of ``JobDefaults/init(queue:priority:maxAttempts:timeout:retry:)``.
    public static var defaults: JobDefaults { JobDefaults() }
}
