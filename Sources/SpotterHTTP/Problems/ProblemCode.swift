package import HTTPTypes

/// What went wrong, as a stable word for programs, with the status it is answered with.
///
/// An open set: each part of the program adds its own in an extension.
package struct ProblemCode: Hashable, Sendable {
    /// The `code` of the answer, and the end of its `type`.
    ///
    /// Never changes once published.
    package let word: String
    package let status: HTTPResponse.Status
    /// The `title`: the same for every occurrence.
    package let title: String

    package init(_ word: String, _ status: HTTPResponse.Status, _ title: String) {
        self.word = word
        self.status = status
        self.title = title
    }
}

extension ProblemCode {
    package static let badRequest = ProblemCode(
        "bad_request", .badRequest, "The request cannot be understood")
    package static let notJSON = ProblemCode("not_json", .badRequest, "The body is not JSON")
    package static let invalidQuery = ProblemCode(
        "invalid_query", .badRequest, "A query parameter has a value that is not allowed")
    package static let invalidCursor = ProblemCode(
        "invalid_cursor", .badRequest, "The cursor is not one of this list")
    package static let unauthorized = ProblemCode(
        "unauthorized", .unauthorized, "Valid credentials are needed")
    package static let forbidden = ProblemCode(
        "forbidden", .forbidden, "These credentials do not allow it")
    package static let notFound = ProblemCode("not_found", .notFound, "There is nothing here")
    package static let methodNotAllowed = ProblemCode(
        "method_not_allowed", .methodNotAllowed, "The method is not one of this path")
    package static let requestTimeout = ProblemCode(
        "request_timeout", .requestTimeout, "The request did not arrive in time")
    package static let payloadTooLarge = ProblemCode(
        "payload_too_large", .contentTooLarge, "The body is too large")
    package static let unsupportedMediaType = ProblemCode(
        "unsupported_media_type", .unsupportedMediaType, "The body has to be JSON in UTF-8")
    package static let invalidDocument = ProblemCode(
        "invalid_document", .unprocessableContent, "The document breaks a rule")
    package static let duplicateKey = ProblemCode(
        "duplicate_key", .unprocessableContent, "An object has a key twice")
    package static let nulCharacter = ProblemCode(
        "nul_character", .unprocessableContent, "A text has a NUL character")
    package static let numberOutOfRange = ProblemCode(
        "number_out_of_range", .unprocessableContent, "A number is out of range")
    package static let numberTooLong = ProblemCode(
        "number_too_long", .unprocessableContent, "A number is too long")
    package static let tooDeep = ProblemCode(
        "too_deep", .unprocessableContent, "The document is nested too deeply")
    package static let tooManyRequests = ProblemCode(
        "too_many_requests", .tooManyRequests, "Too many requests")
    package static let internalError = ProblemCode(
        "internal_error", .internalServerError, "The server failed")
    package static let databaseUnavailable = ProblemCode(
        "database_unavailable", .serviceUnavailable, "The database is out of reach")
    package static let shuttingDown = ProblemCode(
        "shutting_down", .serviceUnavailable, "The server is about to stop")
}
