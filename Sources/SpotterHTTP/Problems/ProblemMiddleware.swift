import HTTPTypes
package import Hummingbird
import Logging
import NIOHTTP1

/// Turns every error below it into a problem, Hummingbird's own among them.
///
/// What is no `Problem` and has no status of its own is a 500; its text goes to the log only. The
/// parser's errors pass through: the server answers those itself and closes the connection.
package struct ProblemMiddleware<Context: ServerContext>: RouterMiddleware {
    private let paths: PathTable

    /// - Parameter paths: Tells a path that has other methods (405) from one that is not there
    ///   (404).
    package init(paths: PathTable) { self.paths = paths }

    package func handle(
        _ request: Request, context: Context, next: (Request, Context) async throws -> Response
    ) async throws -> Response {
        do {
            return try await next(request, context)
        } catch let error as HTTPParserError {
            throw error
        } catch {
            return problem(for: error, request, context).response(requestID: context.requestID)
        }
    }

    private func problem(for error: any Error, _ request: Request, _ context: Context) -> Problem {
        switch error {
        case let problem as Problem:
            if problem.code.status.code >= 500 {
                context.logger.warning(
                    "Answered with a problem", metadata: ["code": "\(problem.code.word)"])
            }
            return problem
        case let error as JSONError: return Problem(error)
        case is CancellationError: return Problem(.shuttingDown).retry(after: .seconds(1))
        case let error as any HTTPResponseError where error.status == .notFound:
            return notFound(request)
        case let error as any HTTPResponseError where error.status.code < 500:
            return Problem(Self.code(of: error.status))
        default:
            context.logger.error(
                "A request failed", metadata: ["error": "\(String(reflecting: error))"])
            return Problem(.internalError)
        }
    }

    private func notFound(_ request: Request) -> Problem {
        let methods = paths.methods(of: request.uri.path)
        guard !methods.isEmpty else { return Problem(.notFound) }
        return Problem(
            .methodNotAllowed, headers: [.allow: methods.map(\.rawValue).joined(separator: ", ")])
    }

    private static func code(of status: HTTPResponse.Status) -> ProblemCode {
        switch status {
        case .unauthorized: .unauthorized
        case .forbidden: .forbidden
        case .methodNotAllowed: .methodNotAllowed
        case .contentTooLarge: .payloadTooLarge
        case .unsupportedMediaType: .unsupportedMediaType
        case .tooManyRequests: .tooManyRequests
        default: .badRequest
        }
    }
}
