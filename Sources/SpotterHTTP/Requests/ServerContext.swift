package import Hummingbird

/// What every request carries in this program, whichever part answers it.
package protocol ServerContext: RequestContext {
    /// Names the request in its answer, in problems and in the log.
    var requestID: String { get set }
    /// The peer's address without its port; a proxy's when there is one before the server.
    var remoteAddress: String { get }
}
