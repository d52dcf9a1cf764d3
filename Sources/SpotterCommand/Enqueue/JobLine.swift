import Postgres
import Spotter
import SpotterHTTP

/// One line of a stream of jobs.
enum JobLine {
    /// A line that is no job.
    struct Refusal: Error, Sendable {
        let number: Int
        let reason: String
    }

    /// The job that a line describes.
    ///
    /// Ranges are left to the database; what is checked here is what it would not see: members that
    /// do not exist, and values of another type.
    ///
    /// - Throws: `Refusal`.
    static func parse(_ bytes: [UInt8], number: Int) throws -> NewJob {
        do {
            let document = try JSONDocument(bytes)
            guard document.root.kind == .object else { throw Problem("it has to be a JSON object") }
            return try job(document.root)
        } catch let error as JSONError {
            throw Refusal(number: number, reason: "\(error)")
        } catch let error as Problem {
            throw Refusal(number: number, reason: error.reason)
        }
    }

    private struct Problem: Error {
        let reason: String
        init(_ reason: String) { self.reason = reason }
    }

    private static func job(_ line: JSONValue) throws -> NewJob {
        guard let kind = line["kind"]?.string else { throw Problem("kind has to be a text") }
        var job = NewJob(kindWithDefaults: kind)
        for (name, value) in line.members where value.kind != .null {
            switch name {
            case "kind": break
            case "args":
                guard value.kind == .object else { throw Problem("args has to be a JSON object") }
                job.args = JSONBytes(bytes: Array(value.bytes))
            case "queue": job.queue = try text(value, name)
            case "key": job.key = try text(value, name)
            case "priority": job.priority = try integer(value, name)
            case "max_attempts": job.maxAttempts = try integer(value, name)
            case "tags":
                guard value.kind == .array else { throw Problem("tags has to be a list of texts") }
                job.tags = try value.elements.map { try text($0, name) }
            case "run_at":
                guard case .at(let time)? = TimeText.parse(try text(value, name)) else {
                    throw Problem("run_at has to be a time such as 2026-01-31T12:00:00Z")
                }
                job.due = .at(time)
            default:
                throw Problem(
                    "the member \(name) is not known; known are kind, args, queue, priority, "
                        + "run_at, max_attempts, key, tags")
            }
        }
        return job
    }

    private static func text(_ value: JSONValue, _ name: String) throws -> String {
        guard let text = value.string else { throw Problem("\(name) has to be a text") }
        return text
    }

    private static func integer(_ value: JSONValue, _ name: String) throws -> Int {
        guard let number = value.integer else { throw Problem("\(name) has to be a whole number") }
        return number
    }
}
