import Testing

@testable import SpotterHTTP

@Suite("JSON: reading and writing values")
struct JSONValueTests {
    @Test("members, elements and their bytes are found")
    func lookup() throws {
        let text = #" {"a": [1, {"b" : "x\n\u00e9"}], "\u0063": true, "d": null, "e": -5 } "#
        let root = try JSONDocument(Array(text.utf8)).root
        #expect(root.members.map(\.key) == ["a", "c", "d", "e"])
        #expect(root["a"]?.elements.count == 2)
        #expect(root["a"]?.elements.last?["b"]?.string == "x\né")
        #expect(root["c"]?.boolean == true)
        #expect(root["d"]?.kind == .null)
        #expect(root["e"]?.integer == -5)
        #expect(root["missing"] == nil)
        #expect(
            root["a"].map { String(decoding: $0.bytes, as: UTF8.self) }
                == #"[1, {"b" : "x\n\u00e9"}]"#)
    }

    @Test(
        "a whole number too large for Int is no integer",
        arguments: ["9223372036854775808", "1.0", "1e2"])
    func integers(_ text: String) throws {
        #expect(try JSONDocument(Array(text.utf8)).root.integer == nil)
    }

    @Test(
        "a text comes back as it was written",
        arguments: ["", "a\"b\\c", "\n\r\t\u{1}\u{7f}", "</script>", "é😀\u{2028}"])
    func roundTrip(_ text: String) throws {
        var writer = JSONWriter()
        writer.object { $0.member(text, text) }
        let root = try JSONDocument(writer.bytes).root
        #expect(root[text]?.string == text)
    }

    @Test("commas stand between values and nowhere else")
    func commas() {
        var writer = JSONWriter()
        writer.object { writer in
            writer.member("a", 1)
            writer.key("b")
            writer.array { writer in
                writer.value(true)
                writer.raw("{ }".utf8)
                writer.array { _ in }
                writer.value(Double.infinity)
            }
            writer.member("c", nil as String?)
        }
        #expect(
            String(decoding: writer.bytes, as: UTF8.self)
                == #"{"a":1,"b":[true,{ },[],null],"c":null}"#)
    }
}
