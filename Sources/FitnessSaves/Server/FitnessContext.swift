package import Hummingbird
import SpotterHTTP

/// The context of every request to the app's server.
package struct FitnessContext: ServerContext {
    package var coreContext: CoreRequestContextStorage
    package var requestID = ""
    package let remoteAddress: String
    /// Who sends the request; nil where nobody has asked yet.
    package var user: UserID?

    package init(source: ApplicationRequestContextSource) {
        coreContext = CoreRequestContextStorage(source: source)
        remoteAddress = BasicServerContext.address(of: source.channel)
    }

    /// The user, on routes behind `UserMiddleware`.
    func signedIn() throws(Problem) -> UserID {
        guard let user else { throw Problem(.unauthorized) }
        return user
    }
}
