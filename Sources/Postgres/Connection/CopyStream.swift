/// The state of one COPY, shared between `copyIn` and the writer's calls back into it.
final class CopyStream {
    var exchange: Exchange
    /// Whether the server has ended the COPY by itself, with an error.
    var hasEnded = false

    init(_ exchange: Exchange) {
        self.exchange = exchange
    }
}
