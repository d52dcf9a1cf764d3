import Glibc
import Postgres
import Spotter
import Testing

@testable import SpotterCommand

@Suite("Lines of jobs")
struct JobLineTests {
    @Test("need a kind only")
    func minimal() throws {
        let job = try JobLine.parse(Array(#"{"kind":"a"}"#.utf8), number: 1)
        #expect(job.kind == "a")
        #expect(job.args == JSONBytes("{}"))
        #expect(job.due == .now)
    }

    @Test("take every member")
    func complete() throws {
        let line = #"""
            {"kind":"a","args":{"x":1.50},"queue":"q","priority":-3,"max_attempts":5,"key":"k",
            "tags":["t","u"],"run_at":"2026-01-31T12:00:00Z"}
            """#
        let job = try JobLine.parse(Array(line.utf8), number: 1)
        #expect(job.args == JSONBytes(#"{"x":1.50}"#))
        #expect(job.queue == "q")
        #expect(job.priority == -3)
        #expect(job.maxAttempts == 5)
        #expect(job.key == "k")
        #expect(job.tags == ["t", "u"])
        #expect(job.due != .now)
    }

    @Test(
        "that are no job are refused with their number",
        arguments: [
            "", "[]", "7", "{", #"{"kind":7}"#, #"{"args":{}}"#, #"{"kind":"a","args":[]}"#,
            #"{"kind":"a","priority":"1"}"#, #"{"kind":"a","priority":1.5}"#,
            #"{"kind":"a","quue":"x"}"#,
            #"{"kind":"a","run_at":"soon"}"#, #"{"kind":"a","tags":[1]}"#,
            #"{"kind":"a","tags":"t"}"#,
        ])
    func refused(line: String) {
        let refusal = #expect(throws: JobLine.Refusal.self) {
            try JobLine.parse(Array(line.utf8), number: 17)
        }
        #expect(refusal?.number == 17)
    }

    @Test("are read from a stream in batches, the last without its end")
    func stream() throws {
        var ends: [Int32] = [0, 0]
        try #require(pipe(&ends) == 0)
        defer { close(ends[0]) }
        let text = "one\n\n  \ntwo\r\nthree"
        #expect(write(ends[1], text, text.utf8.count) == text.utf8.count)
        close(ends[1])
        let reader = LineReader(descriptor: ends[0])
        var lines: [LineReader.Line] = []
        var isLast = false
        while !isLast {
            let batch = try reader.next()
            lines += batch.lines
            isLast = batch.isLast
        }
        #expect(lines.map(\.number) == [1, 4, 5])
        #expect(
            lines.map { String(decoding: $0.bytes, as: UTF8.self) } == ["one", "two\r", "three"])
    }
}
