internal import CLibPQ

/// Owns one `PGconn *` and closes it exactly once.
///
/// Not Sendable: it stays inside its actor. When the actor itself goes away, no thread can be using
/// the connection any more, so closing it there is safe on whatever thread that happens.
final class LibPQConnection {
    let pointer: OpaquePointer
    private let noticeSink: NoticeSink

    init(owning pointer: OpaquePointer, noticeSink: NoticeSink) {
        self.pointer = pointer
        self.noticeSink = noticeSink
        noticeSink.attach(to: pointer)
    }

    deinit {
        PQfinish(pointer)
    }
}
