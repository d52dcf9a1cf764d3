import Testing

@testable import SpotterHTTP

@Suite("JSON: what is JSON and what is not")
struct JSONGrammarTests {
    @Test(
        "accepts",
        arguments: [
            "{}", "[]", "null", "true", "false", "0", "-0", "-0.0e-0", "1e2", "1E+2", "12.50",
            "\"\"",
            " \t\r\n{ \"a\" : [ 1 , 2 ] } \n", "{\"\":{}}", "[[],{},\"\",0]",
            #""\"\\\/\b\f\n\r\t""#,
            #""\u00e9\uD83D\uDE00""#, "\"\u{7f}\u{80}\u{7ff}\u{800}\u{ffff}\u{10000}\u{10ffff}\"",
            #"{"a":1,"A":2}"#,
        ])
    func accepts(_ text: String) throws {
        _ = try JSONDocument(Array(text.utf8))
    }

    @Test(
        "refuses",
        arguments: [
            "", " ", "{", "}", "[", "]", "{]", "[}", "[1,]", "[,1]", "[1 2]", "{\"a\"}", "{\"a\":}",
            "{\"a\":1,}", "{,}", "{a:1}", "{'a':1}", "{1:1}", "\"", "\"a", "nul", "nulll", "tru",
            "True",
            "NaN", "Infinity", "-Infinity", "undefined", "01", "-01", "+1", "-", ".5", "5.", "1.e1",
            "1e", "1e+", "1e1.5", "0x10", "1_000", "--1", "1 2", "{} {}", "{}x", "// a\n1", "/**/1",
            "\u{FEFF}{}", "\"\n\"", "\"\t\"", "\"\u{0}\"", "\"\u{1f}\"", #""\x41""#, #""\u12""#,
            #""\u12G4""#, #""\u{41}""#, #""\"#, #""\u"#, #""\uD800""#, #""\uDC00""#,
            #""\uD800\uD800""#, #""\uD83Dx""#, #""\uD83D\n""#, #""\uD83D\u0041""#, "\u{a0}1",
            "{\"a\":1;\"b\":2}", "[1]]", "{\"a\" 1}", "\\u0041",
        ])
    func refuses(_ text: String) {
        #expect(code(Array(text.utf8)) == .syntax)
    }

    @Test(
        "refuses what is not UTF-8",
        arguments: [
            [0xFF, 0xFE], [0x80], [0xBF], [0xC0, 0x80], [0xC1, 0xBF], [0xC2], [0xC2, 0x22],
            [0xE0, 0x80, 0x80], [0xE0, 0x9F, 0xBF], [0xED, 0xA0, 0x80], [0xED, 0xBF, 0xBF],
            [0xE2, 0x82],
            [0xE2, 0x28, 0xA1], [0xF0, 0x80, 0x80, 0x80], [0xF0, 0x8F, 0xBF, 0xBF],
            [0xF4, 0x90, 0x80, 0x80], [0xF5, 0x80, 0x80, 0x80], [0xF0, 0x9F, 0x98],
            [0xF8, 0x88, 0x80],
        ] as [[UInt8]])
    func refusesBrokenUTF8(_ bytes: [UInt8]) {
        #expect(code([0x22] + bytes + [0x22]) == .syntax, "in a string")
        #expect(code([0x7B, 0x22] + bytes + [0x22, 0x3A, 0x31, 0x7D]) == .syntax, "in a key")
        #expect(code(bytes) == .syntax, "outside")
        #expect(code([0x22] + bytes) == .syntax, "at the end")
    }

    @Test("says where the trouble is")
    func saysWhere() {
        let error = error(Array("{\"a\": nope}".utf8))
        #expect(error?.offset == 6)
        #expect(error?.pointer == "")
    }

    @Test("what is not JSON is called so even when it breaks a limit first")
    func grammarComesFirst() {
        #expect(code(Array(#"{"a":1,"a":2,"b":}"#.utf8)) == .syntax)
        #expect(code(Array(#"{"a":1e400,"b":"#.utf8)) == .syntax)
    }

    @Test("never traps, whatever is done to a document")
    func survivesMutations() {
        let seeds = [
            #"{"workout":{"name":"Legs \uD83D\uDE00 é","id":"6f1c0000-0000-4000","#
                + #""exercises":[{"name":"A","sets":[{"reps":5,"kg":1.5e0}]}],"x":[[[]]],"t":1}}"#,
            #"[1e308,-1e-308,0.000,"\u0000","\\",{"a":null,"a":false}]"#,
        ].map { Array($0.utf8) }
        var generator = Seeded(state: 7)
        for round in 0..<20_000 {
            var bytes = seeds[round % seeds.count]
            for _ in 0..<Int.random(in: 1...6, using: &generator) {
                mutate(&bytes, &generator)
            }
            guard let document = try? JSONDocument(bytes) else { continue }
            visit(document.root)
        }
    }

    private func mutate(_ bytes: inout [UInt8], _ generator: inout Seeded) {
        let spice = Array("{}[]\",:\\u0eE-+.tfn \u{0}\u{1f}".utf8) + [0x80, 0xC0, 0xED, 0xF4, 0xFF]
        let place = Int.random(in: 0...bytes.count, using: &generator)
        let byte = spice.randomElement(using: &generator) ?? 0
        switch Int.random(in: 0..<4, using: &generator) {
        case 0: bytes.insert(byte, at: place)
        case 1: if place < bytes.count { bytes[place] = byte }
        case 2: if place < bytes.count { bytes.remove(at: place) }
        default: bytes.removeLast(min(bytes.count, place / 8))
        }
    }

    private func visit(_ value: JSONValue) {
        _ = (value.string, value.integer, value.boolean, value.bytes.count)
        value.elements.forEach(visit)
        for (key, member) in value.members {
            _ = value[key]
            visit(member)
        }
    }

    private func error(_ bytes: [UInt8]) -> JSONError? {
        do {
            _ = try JSONDocument(bytes)
            return nil
        } catch {
            return error
        }
    }

    private func code(_ bytes: [UInt8]) -> JSONError.Code? { error(bytes)?.code }
}
