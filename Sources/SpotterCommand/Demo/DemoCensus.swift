#if canImport(FoundationEssentials)
    import FoundationEssentials
#else
    import Foundation
#endif

/// How often each workout of a run is there, as its user sees it.
struct DemoCensus: Codable, Sendable {
    /// Stored exactly once.
    var storedOnce = 0
    /// There, but not yet applied.
    var waiting = 0
    /// Accepted, and not there; must be none.
    var missing = 0
    /// There more than once; must be none.
    var doubled = 0
    /// Standing as failed; must be none.
    var failed = 0

    /// Nothing is on its way any more.
    var isComplete: Bool { waiting == 0 && missing == 0 }

    private struct Page: Decodable {
        struct Entry: Decodable {
            let status: String
            let workout: Document?
        }
        struct Document: Decodable {
            let run: String?
            let number: Int?

            enum CodingKeys: String, CodingKey {
                case run = "demo_run"
                case number = "demo_number"
            }
        }
        let workouts: [Entry]
        let nextCursor: String?

        enum CodingKeys: String, CodingKey {
            case workouts
            case nextCursor = "next_cursor"
        }
    }

    /// Reads the user's whole list.
    ///
    /// - Parameters:
    ///   - run: Whose workouts count.
    ///   - sent: Numbers 1 to this are expected.
    /// - Throws: `CommandFailure` when the list cannot be read, although the API is back.
    static func take(run: String, sent: Int, _ http: LocalHTTP) async throws -> DemoCensus {
        var statuses: [Int: [String]] = [:]
        var cursor: String?
        repeat {
            let page = try await page(after: cursor, http)
            for entry in page.workouts {
                guard let workout = entry.workout, workout.run == run,
                    let number = workout.number
                else { continue }
                statuses[number, default: []].append(entry.status)
            }
            cursor = page.nextCursor
        } while cursor != nil
        var census = DemoCensus()
        for number in stride(from: 1, through: sent, by: 1) {
            let found = statuses[number] ?? []
            switch (found.count, found.first) {
            case (0, _): census.missing += 1
            case (1, "saved"): census.storedOnce += 1
            case (1, "failed"): census.failed += 1
            case (1, _): census.waiting += 1
            default: census.doubled += 1
            }
        }
        return census
    }

    private static func page(after cursor: String?, _ http: LocalHTTP) async throws -> Page {
        let suffix = cursor.map { "&cursor=\($0)" } ?? ""
        var triesLeft = 30
        while true {
            let answer = try? await http.send(
                "GET", "/api/fitness/workouts?limit=100\(suffix)", deadline: .seconds(15))
            if let answer, answer.status == 200 {
                return try JSONDecoder().decode(Page.self, from: Data(answer.body))
            }
            triesLeft -= 1
            guard triesLeft > 0 else {
                let status = answer.map { "\($0.status)" } ?? "nothing"
                throw CommandFailure(.notDone, "the list of workouts answers with \(status)")
            }
            // Too many requests of one user, or the database not yet well again.
            try await Task.sleep(for: .seconds(1))
        }
    }
}
