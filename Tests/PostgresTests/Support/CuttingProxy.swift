import Postgres
import Synchronization

#if canImport(Darwin)
    import Darwin
#elseif canImport(Musl)
    import Musl
#else
    import Glibc
#endif

/// Stands between client and server, and cuts the line at a chosen moment.
final class CuttingProxy: Sendable {
    enum Cut: Sendable {
        /// When the client sends this text: the server never sees it.
        case beforeServer(String)
        /// When the server has answered this text: the client never sees the answer.
        case beforeClient(String)
        /// From this text on nothing gets through, and the line stays open.
        case stall(String)
    }

    let port: Int
    private let listening: Int32
    /// Writing into a line that the other end has closed must not kill the tests.
    private static var noSignal: Int32 {
        #if canImport(Darwin)
            0
        #else
            Int32(MSG_NOSIGNAL)
        #endif
    }
    private let target: (host: String, port: Int)
    private let cut: Lock<Cut?>

    init(to settings: ConnectionSettings, cut: Cut?) throws {
        target = (settings.hosts.first ?? "/var/run/postgresql", settings.port)
        self.cut = Lock(cut)
        (listening, port) = try Socket.listen()
        startThread { [listening, target, self] in
            while true {
                let client = accept(listening, nil, nil)
                guard client >= 0 else { return }
                guard let server = try? Socket.connect(host: target.host, port: target.port) else {
                    close(client)
                    continue
                }
                carry(client, server)
            }
        }
    }

    /// Ends the proxy's own thread; open lines go on until an end closes them.
    func stop() {
        shutdown(listening, Int32(SHUT_RDWR))
        close(listening)
    }

    /// What is to be cut in lines opened before and after.
    func setCut(_ new: Cut?) {
        cut.withLock { $0 = new }
    }

    private func carry(_ client: Int32, _ server: Int32) {
        let isDeaf = Flag()
        let isStalled = Flag()
        startThread { [self] in
            pump(client, server) { bytes in
                switch cut.withLock({ $0 }) {
                case .beforeServer(let text) where bytes.contains(text): return false
                case .beforeClient(let text) where bytes.contains(text): isDeaf.set()
                case .stall(let text) where bytes.contains(text): isStalled.set()
                default: break
                }
                return isStalled.isSet ? nil : true
            }
        }
        startThread { [self] in
            pump(server, client) { _ in isStalled.isSet ? nil : !isDeaf.isSet }
            close(client)
            close(server)
        }
    }

    /// Copies until an end closes, or `pass` says false; nil drops the bytes.
    private func pump(_ from: Int32, _ to: Int32, _ pass: (String) -> Bool?) {
        var buffer = [UInt8](repeating: 0, count: 64 * 1024)
        while true {
            let count = read(from, &buffer, buffer.count)
            guard count > 0 else { break }
            // Every byte becomes a character, so that no text is hidden by broken UTF-8.
            let text = String(String.UnicodeScalarView(buffer[..<count].map(Unicode.Scalar.init)))
            guard let passed = pass(text) else { continue }
            guard passed, send(to, buffer, count, Self.noSignal) == count else { break }
        }
        shutdown(from, Int32(SHUT_RDWR))
        shutdown(to, Int32(SHUT_RDWR))
    }
}

private final class Flag: Sendable {
    private let value = Atomic<Bool>(false)

    var isSet: Bool { value.load(ordering: .acquiring) }

    func set() {
        value.store(true, ordering: .releasing)
    }
}
