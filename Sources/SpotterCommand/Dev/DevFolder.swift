import LocalPostgres

#if canImport(FoundationEssentials)
    import FoundationEssentials
#else
    import Foundation
#endif
#if canImport(Darwin)
    import Darwin
#elseif canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#endif

/// The folder `.spotter/` of `spotter dev`.
///
///     postgres/      the private cluster
///     jwt-secret     made once, mode 0600; so are the other secrets
///     admin-token
///     dev.lock       held by the running `dev`
///     dev.json       what the running `dev` told when it was ready; mode 0600, because of tokens
///     env            the same for a shell: `. .spotter/env`; mode 0600
///     pids.json      the processes of the running `dev`, or of the last one if it was killed
struct DevFolder: Sendable {
    /// Absolute.
    let path: String

    var cluster: String { "\(path)/postgres" }

    /// Names the folder; makes nothing.
    ///
    /// - Parameter argument: As given on the command line, absolute or below the working folder.
    init(_ argument: String) {
        let folder = FileManager.default.currentDirectoryPath
        let whole = argument.hasPrefix("/") ? argument : "\(folder)/\(argument)"
        path = whole.count > 1 && whole.hasSuffix("/") ? String(whole.dropLast()) : whole
    }

    /// Makes the folder where it is missing, and keeps it out of git.
    func create() throws(CommandFailure) {
        do {
            try FileManager.default.createDirectory(
                atPath: path, withIntermediateDirectories: true)
        } catch {
            throw CommandFailure(.notDone, "cannot make the folder \(path): \(error)")
        }
        if !FileManager.default.fileExists(atPath: "\(path)/.gitignore") {
            try store(Array("*\n".utf8), as: ".gitignore")
        }
    }

    /// Makes this process the only `dev` of the folder, until the lock is let go of.
    func lock() throws -> FileLock {
        guard let lock = try FileLock.take("\(path)/dev.lock") else {
            throw CommandFailure(
                .notDone,
                "Another `spotter dev` runs on \(path). Stop it first, or choose another folder "
                    + "with --data.")
        }
        return lock
    }

    /// Reads a secret, made at its first use: 48 letters and digits, 285 bits.
    func secret(_ name: String) throws(CommandFailure) -> String {
        if let bytes = FileManager.default.contents(atPath: "\(path)/\(name)"), !bytes.isEmpty {
            return String(decoding: bytes.filter { $0 > 0x20 }, as: UTF8.self)
        }
        let characters = Array("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789")
        var random = SystemRandomNumberGenerator()
        let secret = String((0..<48).compactMap { _ in characters.randomElement(using: &random) })
        try store(Array("\(secret)\n".utf8), as: name)
        return secret
    }

    /// Writes a text in the folder, complete or not at all, for our own eyes only.
    func write(_ text: String, as name: String) throws(CommandFailure) {
        try store(Array(text.utf8), as: name)
    }

    /// Writes a document in the folder, complete or not at all, for our own eyes only.
    func write(_ document: some Encodable, as name: String) throws {
        try store(Array(Self.text(of: document).utf8), as: name)
    }

    /// One line of JSON with its line end.
    static func text(of document: some Encodable) throws -> String {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
        return String(decoding: try encoder.encode(document), as: UTF8.self) + "\n"
    }

    /// Deletes a document, if it is there.
    func remove(_ name: String) {
        unlink("\(path)/\(name)")
    }

    /// Reads a document; `nil` when there is none that can be read.
    func read<Document: Decodable>(_ type: Document.Type, _ name: String) -> Document? {
        guard let bytes = FileManager.default.contents(atPath: "\(path)/\(name)") else {
            return nil
        }
        return try? JSONDecoder().decode(type, from: bytes)
    }

    private func store(_ bytes: [UInt8], as name: String) throws(CommandFailure) {
        let half = "\(path)/.\(name).\(getpid())"
        unlink(half)
        let descriptor = open(half, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0o600)
        guard descriptor >= 0 else {
            throw CommandFailure(
                .notDone, "cannot write \(half): \(String(cString: strerror(errno)))")
        }
        var rest = bytes[...]
        while !rest.isEmpty {
            let count = rest.withUnsafeBytes { Self.writeSome(descriptor, $0) }
            guard count > 0 else { break }
            rest = rest.dropFirst(count)
        }
        let isComplete = rest.isEmpty && fsync(descriptor) == 0
        close(descriptor)
        guard isComplete, rename(half, "\(path)/\(name)") == 0 else {
            let reason = String(cString: strerror(errno))
            unlink(half)
            throw CommandFailure(.notDone, "cannot write \(path)/\(name): \(reason)")
        }
    }

    private static func writeSome(_ descriptor: Int32, _ bytes: UnsafeRawBufferPointer) -> Int {
        #if canImport(Darwin)
            Darwin.write(descriptor, bytes.baseAddress, bytes.count)
        #elseif canImport(Glibc)
            Glibc.write(descriptor, bytes.baseAddress, bytes.count)
        #elseif canImport(Musl)
            Musl.write(descriptor, bytes.baseAddress, bytes.count)
        #endif
    }
}
