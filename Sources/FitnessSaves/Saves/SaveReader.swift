import Hummingbird
import SpotterHTTP

/// Shows a user's saves.
struct SaveReader: Sendable {
    /// Saves looked at for one page when only some are wanted; a page may then be short, or even
    /// empty, and still have a next one.
    private static let windowMax = 1000

    let saves: SaveStore

    /// `GET /api/fitness/saves/{id}`.
    func one(_ request: Request, _ context: FitnessContext) async throws -> Response {
        let user = try context.signedIn()
        // Written as we write them: no sign, no leading zero, so that each save has one address.
        guard let text = context.parameters.get("id"), let id = Int64(text), String(id) == text,
            id > 0
        else { throw Problem(.notFound) }
        let save = try await DatabasePatience(logger: context.logger).run { deadline, _ in
            try await saves.save(id, of: user, deadline: deadline)
        }
        return try Self.answer(save)
    }

    /// `GET /api/fitness/saves`: by the client's key, or a page of the list.
    func list(_ request: Request, _ context: FitnessContext) async throws -> Response {
        let user = try context.signedIn()
        let query = try Query(request)
        if let key = query["key"] { return try await byKey(key, of: user, context) }
        let limit = try query.limit()
        let before = try query.before(.saves)
        let status = try Self.status(query)
        let window = status == nil ? limit + 1 : Self.windowMax
        let found = try await DatabasePatience(logger: context.logger).run { deadline, _ in
            try await saves.saves(of: user, before: before, limit: window, deadline: deadline)
        }
        let wanted = found.filter { status == nil || $0.status == status }
        let page = wanted.prefix(limit)
        var next: Int64?
        if wanted.count > limit {
            next = page.last?.id
        } else if found.count == window {
            next = found.last?.id
        }
        return .json { json in
            json.object { json in
                json.key("saves")
                json.array { json in
                    for save in page { json.object { save.write(into: &$0) } }
                }
                json.member("next_cursor", next.map { Cursor(before: $0).text(of: .saves) })
            }
        }
    }

    private func byKey(
        _ text: String, of user: UserID, _ context: FitnessContext
    ) async throws -> Response {
        guard let key = SaveKey(client: text, of: user) else {
            throw Problem(.invalidKey, "A key is 1 to 255 visible ASCII characters")
        }
        let kept = try await DatabasePatience(logger: context.logger).run { deadline, _ in
            try await saves.save(key, of: user, deadline: deadline)
        }
        return try Self.answer(kept?.save)
    }

    private static func status(_ query: Query) throws(Problem) -> SaveStatus? {
        guard let text = query["status"] else { return nil }
        guard let status = SaveStatus(rawValue: text) else {
            let words = SaveStatus.allCases.map(\.rawValue).joined(separator: ", ")
            throw Problem(.invalidQuery, "status has to be one of \(words)")
        }
        return status
    }

    /// Somebody else's save is answered as one that does not exist.
    private static func answer(_ save: Save?) throws(Problem) -> Response {
        guard let save else { throw Problem(.notFound) }
        return .json { json in json.object { save.write(into: &$0) } }
    }
}
