import AsyncHTTPClient
import NIOCore
import NIOPosix

/// A connection on which a test writes bytes by hand.
enum RawConnection {
    /// Connects, writes `parts` with pauses between them, and reads until the server closes.
    ///
    /// - Returns: What the server sent; what came so far when it does not close within `patience`.
    static func exchange(
        port: Int, _ parts: [[UInt8]], pause: Duration = .milliseconds(100),
        patience: Duration = .seconds(10)
    ) async throws -> (text: String, isClosed: Bool) {
        let channel = try await ClientBootstrap(group: HTTPClient.defaultEventLoopGroup)
            .connect(host: "127.0.0.1", port: port) { channel in
                channel.eventLoop.makeCompletedFuture {
                    try NIOAsyncChannel<ByteBuffer, ByteBuffer>(
                        wrappingChannelSynchronously: channel)
                }
            }
        return try await channel.executeThenClose { inbound, outbound in
            let received = Received()
            return try await withThrowingTaskGroup(of: Bool.self) { group in
                group.addTask {
                    for try await buffer in inbound { await received.append(buffer) }
                    return true
                }
                group.addTask {
                    try await Task.sleep(for: patience)
                    return false
                }
                for part in parts {
                    // The server may have closed already; the test looks at what it said.
                    try? await outbound.write(ByteBuffer(bytes: part))
                    if part != parts.last { try await Task.sleep(for: pause) }
                }
                let isClosed = await (try? group.next()) ?? true
                group.cancelAll()
                return (await received.text, isClosed)
            }
        }
    }

    /// The same with text.
    static func exchange(
        port: Int, _ parts: [String], pause: Duration = .milliseconds(100),
        patience: Duration = .seconds(10)
    ) async throws -> (text: String, isClosed: Bool) {
        try await exchange(
            port: port, parts.map { Array($0.utf8) }, pause: pause, patience: patience)
    }

    private actor Received {
        private(set) var text = ""

        func append(_ buffer: ByteBuffer) { text += String(buffer: buffer) }
    }
}
