import Testing

@testable import LocalPostgres

#if canImport(FoundationEssentials)
    import FoundationEssentials
#else
    import Foundation
#endif

@Suite("Parts of the private cluster")
struct LocalPostgresPartsTests {
    @Test("lines are cut wherever the pieces of a stream end")
    func splitsLines() {
        var splitter = LineSplitter()
        var lines: [String] = []
        for piece in ["a", "b\n\nc", "d\ne"] { splitter.take(piece.utf8) { lines.append($0) } }
        splitter.finish { lines.append($0) }
        #expect(lines == ["ab", "", "cd", "e"])
    }

    @Test("a line without end comes in bounded pieces")
    func boundsLines() {
        var splitter = LineSplitter()
        var lengths: [Int] = []
        let bytes = [UInt8](repeating: 65, count: LineSplitter.lineBytesMax + 5)
        splitter.take(bytes) { lengths.append($0.utf8.count) }
        splitter.finish { lengths.append($0.utf8.count) }
        #expect(lengths == [LineSplitter.lineBytesMax, 5])
    }

    @Test(
        "another database of the same server keeps the rest of the URL",
        arguments: [
            ("postgresql://u@/a?host=%2Ftmp&port=1", "postgresql://u@/b?host=%2Ftmp&port=1"),
            ("postgres://u:p@h:1/a", "postgres://u:p@h:1/b"),
        ])
    func replacesDatabase(url: String, other: String) throws {
        #expect(try #require(DatabaseURL(url)).replacing(database: "b").text == other)
    }

    @Test("what is no URL with a database is refused", arguments: ["host=a", "postgresql://h", ""])
    func refusesOtherText(text: String) {
        #expect(DatabaseURL(text) == nil)
    }

    @Test("a lock is held by one, and free again when its owner lets go")
    func locksOnce() throws {
        let path = "/tmp/spotter-lock-test-\(UUID().uuidString)"
        defer { try? FileManager.default.removeItem(atPath: path) }
        var first = try FileLock.take(path)
        #expect(first != nil)
        #expect(try FileLock.take(path) == nil)
        first = nil
        #expect(try FileLock.take(path) != nil)
    }

    @Test("no installation in the chosen folder is an error that names the setting")
    func namesTheSetting() async throws {
        let error = await #expect(throws: LocalPostgresError.self) {
            try await PostgresPrograms.find(environment: ["SPOTTER_POSTGRES_BIN": "/nowhere"])
        }
        #expect(error?.code == .programsMissing)
        #expect(error?.message.contains("SPOTTER_POSTGRES_BIN") == true)
    }
}
