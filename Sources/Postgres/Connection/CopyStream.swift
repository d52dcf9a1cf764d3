/// The state of one COPY, shared between `copyIn` and the writer's calls back into it.
final class CopyStream {
    var exchange: Exchange

    init(_ exchange: Exchange) {
        self.exchange = exchange
    }
}
