import HTTPTypes
import Hummingbird
import Logging
import Metrics
import NIOCore
import Postgres
import SpotterHTTP

/// Accepts saves, and tells what became of them.
struct SaveController: Sendable {
    let saves: SaveStore
    let gate: SaveGate
    let wait: SaveWait

    /// `POST /api/fitness/ai-interview`: a workout as the AI interview has made it.
    func create(_ request: Request, _ context: FitnessContext) async throws -> Response {
        let user = try context.signedIn()
        let key = try Self.key(request, of: user)
        let document = try await document(of: request, key)
        let workoutID =
            document.id ?? key.map { WorkoutID.derived(user: user, key: $0.text) } ?? .random()
        return try await accept(
            .save(document.workout), of: workoutID, for: user, key, document, request, context)
    }

    /// `PUT /api/fitness/workouts/{uuid}`: creates the workout, or replaces it.
    func replace(_ request: Request, _ context: FitnessContext) async throws -> Response {
        let user = try context.signedIn()
        let workoutID = try Self.workoutID(context)
        let key = try Self.key(request, of: user)
        let document = try await document(of: request, key)
        guard document.id == nil || document.id == workoutID else {
            throw Problem(.idMismatch, pointer: "/workout/id")
        }
        return try await accept(
            .save(document.workout), of: workoutID, for: user, key, document, request, context)
    }

    /// `DELETE /api/fitness/workouts/{uuid}`: removes the workout, also one that is not there yet.
    func remove(_ request: Request, _ context: FitnessContext) async throws -> Response {
        let user = try context.signedIn()
        let workoutID = try Self.workoutID(context)
        let key = try Self.key(request, of: user)
        return try await accept(.delete, of: workoutID, for: user, key, nil, request, context)
    }

    private func document(of request: Request, _ key: SaveKey?) async throws -> WorkoutDocument {
        let body = try await JSONBody.read(request, sizeMax: WorkoutDocument.sizeMax)
        // Comparing two requests takes all levels of the document, saving one the upper ones.
        return try WorkoutDocument(body: body, isIndexedWhole: key != nil)
    }

    private func accept(
        _ action: SaveAction, of workoutID: WorkoutID, for user: UserID, _ key: SaveKey?,
        _ document: WorkoutDocument?, _ request: Request, _ context: FitnessContext
    ) async throws -> Response {
        // A workout's id in other letters is the same path.
        let path = context.parameters.get("id").map { _ in workoutID.description } ?? "new"
        let save = NewSave(
            user: user, workoutID: workoutID, action: action, key: key ?? .random(of: user),
            digest: SaveDigest(
                method: request.method.rawValue, path: path,
                workout: key == nil ? nil : document?.value, workoutID: workoutID))
        let patience = DatabasePatience(logger: context.logger)
        if await gate.isClosed() { return try await replayOnly(save, patience) }
        var isReplay = false
        let accepted = try await patience.run { deadline, isInDoubt in
            let outcome = try await saves.add(save, deadline: deadline)
            // Found after a commit in doubt: it is most likely the one that we added ourselves.
            if case .replayed = outcome { isReplay = !isInDoubt }
            return outcome
        }
        switch accepted {
        case .reused: throw Problem(.keyReused)
        case .created(let added), .replayed(let added):
            Self.log(added, isReplay, context)
            let time = Preference.wait(request.headers)
            let seen = await wait.finished(added, of: user, within: time)
            return Self.answer(seen, isReplay: isReplay, hasWaited: time > .zero)
        }
    }

    /// The answer while the queue is full: what was accepted before may be asked for all the same.
    private func replayOnly(
        _ save: NewSave, _ patience: DatabasePatience
    ) async throws -> Response {
        let kept = try await patience.run { deadline, _ in
            save.key.isClients
                ? try await saves.save(save.key, of: save.user, deadline: deadline) : nil
        }
        guard let kept else { throw Problem(.queueFull).retry(after: .seconds(10)) }
        guard kept.digest == save.digest else { throw Problem(.keyReused) }
        return Self.answer(kept.save, isReplay: true, hasWaited: false)
    }

    private static func log(_ save: Save, _ isReplay: Bool, _ context: FitnessContext) {
        Counter(
            label: "fitness.saves.accepted",
            dimensions: [("action", save.action.rawValue), ("replayed", "\(isReplay)")]
        ).increment()
        context.logger.info(
            "[Fitness DB] save \(isReplay ? "found by its key" : "accepted")",
            metadata: [
                "save.id": "\(save.id)", "workout.id": "\(save.workoutID)",
                "save.action": "\(save.action.rawValue)",
            ])
    }

    private static func answer(_ save: Save, isReplay: Bool, hasWaited: Bool) -> Response {
        var headers: HTTPFields = [.location: "/api/fitness/saves/\(save.id)"]
        if isReplay { headers[.idempotencyReplayed] = "true" }
        let isCreated = hasWaited && save.status == .saved
        if isCreated { headers[.preferenceApplied] = "wait" }
        return .json(isCreated ? .created : .accepted, headers) { json in
            json.object { save.write(into: &$0) }
        }
    }

    private static func workoutID(_ context: FitnessContext) throws(Problem) -> WorkoutID {
        guard let id = context.parameters.get("id").flatMap({ WorkoutID($0) }) else {
            throw Problem(.badRequest, "A workout's id in the path has to be a UUID")
        }
        return id
    }

    /// The client's key; nil when there is none.
    private static func key(_ request: Request, of user: UserID) throws(Problem) -> SaveKey? {
        let values = request.headers[values: .idempotencyKey]
        guard let value = values.first else { return nil }
        guard values.count == 1, let key = SaveKey(client: value, of: user) else {
            throw Problem(.invalidKey, "An Idempotency-Key is 1 to 255 visible ASCII characters")
        }
        return key
    }
}
