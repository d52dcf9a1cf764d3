import HTTPTypes
import Hummingbird
import SpotterHTTP

#if canImport(FoundationEssentials)
    import FoundationEssentials
#else
    import Foundation
#endif

/// Lets only users with a valid token through, each at a bounded rate.
///
/// Who comes with invalid ones is counted by address, so that guessing is slow. The address is the
/// connection's: headers that claim another are not believed.
struct UserMiddleware: RouterMiddleware {
    let authenticator: UserAuthenticator
    let users: RateLimiter
    let strangers: RateLimiter

    func handle(
        _ request: Request, context: FitnessContext,
        next: (Request, FitnessContext) async throws -> Response
    ) async throws -> Response {
        var context = context
        let user = try await user(of: request, context)
        if let wait = users.take(user.text) { throw Self.tooMany(wait) }
        context.user = user
        return try await next(request, context)
    }

    private func user(of request: Request, _ context: FitnessContext) async throws -> UserID {
        do {
            let headers = request.headers[values: .authorization]
            return try await authenticator.user(
                authorization: headers.count == 1 ? headers.first : nil,
                now: Date().timeIntervalSince1970)
        } catch let problem as Problem where problem.code == .unauthorized {
            if let wait = strangers.take(context.remoteAddress) { throw Self.tooMany(wait) }
            throw problem
        }
    }

    private static func tooMany(_ wait: Duration) -> Problem {
        Problem(.tooManyRequests).retry(after: wait)
    }
}
