import Testing

@testable import SpotterHTTP

@Suite("JSON: what is JSON but cannot be kept")
struct JSONLimitTests {
    struct Case: Sendable, CustomTestStringConvertible {
        let text: String
        let code: JSONError.Code?
        var pointer = ""
        var testDescription: String { String(text.prefix(60)) }
    }

    static let numbers: [Case] = [
        Case(text: "1e308", code: nil), Case(text: "-1e308", code: nil),
        Case(text: "10e307", code: nil), Case(text: "0.1e309", code: nil),
        Case(text: "1.0e308", code: nil), Case(text: "1e0308", code: nil),
        Case(text: "1.1e308", code: .numberOutOfRange),
        Case(text: "2e308", code: .numberOutOfRange),
        Case(text: "1e309", code: .numberOutOfRange), Case(text: "-1e309", code: .numberOutOfRange),
        Case(text: "0.2e309", code: .numberOutOfRange),
        Case(text: "1e400", code: .numberOutOfRange),
        Case(text: "1e99999999999999999999", code: .numberOutOfRange),
        Case(text: "1e-308", code: nil), Case(text: "1e-309", code: .numberOutOfRange),
        Case(text: "0.1e-308", code: .numberOutOfRange), Case(text: "100e-310", code: nil),
        Case(text: "1e-99999999999999999999", code: .numberOutOfRange),
        Case(text: "0e400", code: nil), Case(text: "0.0e-1000", code: nil),
        Case(text: "0e1001", code: .numberOutOfRange), Case(text: "-0", code: nil),
        Case(text: "9007199254740993", code: nil), Case(text: "18446744073709551616", code: nil),
        Case(text: String(repeating: "9", count: 40), code: nil),
        Case(text: String(repeating: "9", count: 41), code: .numberTooLong),
        Case(text: "0." + String(repeating: "1", count: 39), code: nil),
        Case(text: "0." + String(repeating: "1", count: 40), code: .numberTooLong),
        Case(text: "1e" + String(repeating: "0", count: 41), code: .numberTooLong),
    ]

    @Test("numbers", arguments: numbers)
    func number(_ example: Case) {
        expect(example, wrapped: "[0,{\"n\":\(example.text)}]", pointer: "/1/n")
    }

    static let keys: [Case] = [
        Case(text: #"{"a":1,"a":2}"#, code: .duplicateKey, pointer: "/a"),
        Case(text: #"{"a":1,"\u0061":2}"#, code: .duplicateKey, pointer: "/a"),
        Case(text: #"{"é":1,"\u00e9":2}"#, code: .duplicateKey, pointer: "/é"),
        Case(text: #"{"😀":1,"\uD83D\ude00":2}"#, code: .duplicateKey, pointer: "/😀"),
        Case(text: #"{"":1,"":2}"#, code: .duplicateKey, pointer: "/"),
        Case(text: #"{"x":[{"a/b~":1,"a\/b~":2}]}"#, code: .duplicateKey, pointer: "/x/0/a~1b~0"),
        Case(text: #"{"a":{"b":1},"c":{"b":1}}"#, code: nil),
        Case(text: "{\"\u{e9}\":1,\"e\u{301}\":2}", code: nil),
        Case(text: #"[{"a":1},{"a":1}]"#, code: nil),
    ]

    @Test("keys", arguments: keys)
    func key(_ example: Case) {
        expect(example, wrapped: example.text, pointer: example.pointer)
    }

    @Test("the second of two equal keys is found among many, wherever they stand")
    func manyKeys() {
        var members = (0..<3000).map { "\"key\($0)\":\($0)" }
        let sound = "{\(members.joined(separator: ","))}"
        #expect(code(sound) == nil)
        members.insert("\"key17\":0", at: 2900)
        #expect(pointer("{\(members.joined(separator: ","))}") == "/key17")
    }

    @Test(
        "NUL in a key or a value, however deep",
        arguments: [
            (#"{"a":"\u0000"}"#, "/a"), (#"{"a":["x\u0000y"]}"#, "/a/0"), (#"{"\u0000":1}"#, ""),
            (#"[[[[[["\u0000"]]]]]]"#, "/0/0/0/0/0/0"),
        ])
    func nul(_ text: String, _ place: String) {
        #expect(code(text) == .nulCharacter)
        #expect(pointer(text) == place)
    }

    @Test("depth 64 is fine, 65 is not", arguments: [("[", "]"), ("{\"a\":", "}")])
    func depth(_ open: String, _ close: String) {
        func nested(_ levels: Int) -> String {
            String(repeating: open, count: levels) + "0" + String(repeating: close, count: levels)
        }
        #expect(code(nested(64)) == nil)
        #expect(code(nested(65)) == .tooDeep)
        #expect(code(String(repeating: open, count: 100_000)) == .tooDeep)
    }

    @Test("numbers that would grow beyond a mebibyte in full")
    func growth() {
        let many = "[" + Array(repeating: "1e308", count: 3405).joined(separator: ",") + "]"
        #expect(
            code("[" + Array(repeating: "1e308", count: 3404).joined(separator: ",") + "]") == nil)
        #expect(code(many) == .numberTooLong)
    }

    private func expect(_ example: Case, wrapped: String, pointer place: String) {
        #expect(code(wrapped) == example.code)
        if example.code != nil { #expect(pointer(wrapped) == place) }
    }

    private func code(_ text: String) -> JSONError.Code? { error(text)?.code }

    private func pointer(_ text: String) -> String? { error(text)?.pointer }

    private func error(_ text: String) -> JSONError? {
        do {
            _ = try JSONDocument(Array(text.utf8))
            return nil
        } catch {
            return error
        }
    }
}
