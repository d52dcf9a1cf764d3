import HTTPTypes
import SpotterHTTP

extension ProblemCode {
    static let invalidKey = ProblemCode(
        "invalid_idempotency_key", .badRequest, "The Idempotency-Key has a wrong form")
    static let keyReused = ProblemCode(
        "idempotency_key_reused", .unprocessableContent,
        "The Idempotency-Key came with another request before")
    static let idMismatch = ProblemCode(
        "workout_id_mismatch", .unprocessableContent, "The workout's id is not the path's")
    static let queueFull = ProblemCode(
        "queue_full", .tooManyRequests, "Too many saves wait already")
}
