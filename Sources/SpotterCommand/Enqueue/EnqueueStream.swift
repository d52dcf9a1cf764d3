import Postgres
import Spotter
import SpotterHTTP

/// Adds the jobs that standard input describes, one a line, batch by batch.
///
/// By `spotter.enqueue_rows` and not by COPY: only it gives each line its job's id, lets a key that
/// is there already be, and refuses wrong values by name. It adds some ten thousand jobs a second.
struct EnqueueStream: Sendable {
    let store: JobStore
    let output: OutputOptions

    /// Reads to the end.
    ///
    /// - Throws: `CommandFailure` that names the line and says what has been added.
    func run() async throws {
        let lines = LineReader(descriptor: StandardStream.input.descriptor)
        let progress = Progress()
        var tally = EnqueueTally()
        while true {
            let batch: LineReader.Batch
            let jobs: [NewJob]
            do {
                batch = try await BlockingCalls.run { Result { try lines.next() } }.get()
                jobs = try batch.lines.map { try JobLine.parse($0.bytes, number: $0.number) }
            } catch let error as JobLine.Refusal {
                throw tally.failure(at: error)
            }
            if jobs.isEmpty, batch.isLast { break }
            let added = try await add(jobs, of: batch, tally: tally)
            tally.add(added)
            print(added)
            progress.show("\(tally.total) jobs")
            if batch.isLast { break }
        }
        progress.end()
        if !output.json {
            let existing = tally.existing > 0 ? ", \(tally.existing) existing" : ""
            StandardStream.output.write("\(tally.created) created\(existing)\n")
        }
    }

    private func print(_ added: [Enqueued]) {
        guard output.json else { return }
        var bytes: [UInt8] = []
        for job in added {
            var writer = JSONWriter()
            writer.object {
                $0.member("id", "\(job.id)")
                $0.member("outcome", job.outcome.rawValue)
            }
            bytes += writer.bytes + [UInt8(ascii: "\n")]
        }
        StandardStream.output.write(bytes)
    }

    private func add(
        _ jobs: [NewJob], of batch: LineReader.Batch, tally: EnqueueTally
    ) async throws -> [Enqueued] {
        guard !jobs.isEmpty else { return [] }
        do {
            return try await store.enqueue(jobs)
        } catch let error as PostgresError where error.refusesValue {
            let refusal = try await culprit(in: jobs, of: batch) ?? error.refusal(of: batch)
            throw tally.failure(at: refusal)
        } catch let error as PostgresError {
            StandardStream.error.write(
                "spotter: \(tally.total) jobs have been added; from line "
                    + "\(batch.lines.first?.number ?? 0) on "
                    + (error.mayHaveCommitted
                        ? "up to \(jobs.count) more may have been\n" : "none have been\n"))
            throw error
        }
    }

    /// The first line that the database refuses by itself, tried one by one and rolled back.
    private func culprit(
        in jobs: [NewJob], of batch: LineReader.Batch
    ) async throws -> JobLine.Refusal? {
        struct Undo: Error {}
        for (job, line) in zip(jobs, batch.lines) {
            do {
                try await store.withConnection { connection in
                    try connection.transaction { connection in
                        _ = try store.enqueue(job, on: connection)
                        throw Undo()
                    }
                }
            } catch is Undo {
                continue
            } catch let error as PostgresError where error.refusesValue {
                return JobLine.Refusal(number: line.number, reason: error.reason)
            }
        }
        return nil
    }
}

extension PostgresError {
    /// The database refuses what a line says; no other line is to blame.
    fileprivate var refusesValue: Bool {
        code == .invalidParameter || ["22", "23"].contains(sqlState?.class)
    }

    /// The words of Spotter's functions without their mark.
    fileprivate var reason: String {
        let words = message ?? "refused"
        return words.hasPrefix("spotter: ") ? String(words.dropFirst(9)) : words
    }

    fileprivate func refusal(of batch: LineReader.Batch) -> JobLine.Refusal {
        JobLine.Refusal(number: batch.lines.first?.number ?? 0, reason: reason)
    }
}
