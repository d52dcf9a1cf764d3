import HTTPTypes
import SpotterHTTP
import Testing

@testable import FitnessSaves

@Suite("Workout documents")
struct WorkoutDocumentTests {
    @Test("the workout's bytes stay exactly as they were sent")
    func keepsBytes() throws {
        let workout =
            #"{ "name":"Leg\u0020day", "z":1.10,"n":-0 , "exercises":[ {"name":"A"} ]}"#
        let document = try WorkoutDocument(body: Array(#"{"x":[1], "workout": \#(workout) }"#.utf8))
        #expect(String(decoding: document.workout, as: UTF8.self) == workout)
        #expect(document.id == nil)
    }

    @Test(
        "accepts",
        arguments: [
            #"{"name":"a"}"#, #"{"name":"a","exercises":[]}"#, #"{"name":" "}"#,
            #"{"name":"a","id":"6F1C0000-0000-4000-8000-00000000000a"}"#,
            #"{"name":"a","user_id":"someone else","status":"saved"}"#,
            #"{"name":"\#(String(repeating: "é", count: 200))"}"#,
            #"{"name":"\#(String(repeating: "😀", count: 200))"}"#,
        ])
    func accepts(_ workout: String) throws {
        _ = try WorkoutDocument(body: Array(#"{"workout":\#(workout)}"#.utf8))
    }

    @Test(
        "refuses with the place",
        arguments: [
            (#"[]"#, ""), (#""workout""#, ""), (#"{}"#, "/workout"),
            (#"{"workout":null}"#, "/workout"),
            (#"{"workout":[]}"#, "/workout"), (#"{"workout":{}}"#, "/workout/name"),
            (#"{"workout":{"name":""}}"#, "/workout/name"),
            (#"{"workout":{"name":null}}"#, "/workout/name"),
            (#"{"workout":{"name":7}}"#, "/workout/name"),
            (#"{"workout":{"name":"\#(String(repeating: "a", count: 201))"}}"#, "/workout/name"),
            (#"{"workout":{"name":"a","exercises":{}}}"#, "/workout/exercises"),
            (#"{"workout":{"name":"a","exercises":[1]}}"#, "/workout/exercises/0"),
            (
                #"{"workout":{"name":"a","exercises":[{"name":"b"},{}]}}"#,
                "/workout/exercises/1/name"
            ),
            (#"{"workout":{"name":"a","exercises":[{"name":1}]}}"#, "/workout/exercises/0/name"),
            (#"{"workout":{"name":"a","id":"x"}}"#, "/workout/id"),
            (#"{"workout":{"name":"a","id":null}}"#, "/workout/id"),
            (#"{"workout":{"name":"a","b":[{"c":1,"c":2}]}}"#, "/workout/b/0/c"),
            (#"{"workout":{"name":"a\u0000"}}"#, "/workout/name"),
            (#"{"workout":{"name":"a","kg":1e309}}"#, "/workout/kg"),
        ])
    func refuses(_ body: String, _ pointer: String) {
        let problem = #expect(throws: Problem.self) { try WorkoutDocument(body: Array(body.utf8)) }
        #expect(problem?.code.status.code == 422)
        #expect(problem?.pointer == pointer)
    }

    @Test("a workout may be 64 levels deep", arguments: [(62, 202), (63, 422)])
    func depth(_ arrays: Int, _ status: Int) {
        let open = String(repeating: "[", count: arrays + 1)
        let close = String(repeating: "]", count: arrays + 1)
        let body = Array(#"{"workout":{"name":"a","x":\#(open)\#(close)}}"#.utf8)
        #expect(((try? WorkoutDocument(body: body)) == nil) == (status == 422))
    }

    @Test("too large is 413, not JSON is 400")
    func statuses() {
        let large = Array(
            #"{"workout":{"name":"\#(String(repeating: "a", count: 256 * 1024))"}}"#.utf8)
        #expect(
            #expect(throws: Problem.self) { try WorkoutDocument(body: large) }?.code
                == .payloadTooLarge)
        #expect(
            #expect(throws: Problem.self) { try WorkoutDocument(body: [0x7B]) }?.code == .notJSON)
    }

    @Test("ids are read in both cases and written in lower case")
    func ids() {
        let text = "6F1C0000-0000-4000-8000-00000000ABCD"
        #expect(WorkoutID(text)?.description == text.lowercased())
        for wrong in [
            "", text + "0", String(text.dropLast()), "{\(text)}", text.filter { $0 != "-" },
        ] {
            #expect(WorkoutID(wrong) == nil)
        }
    }

    @Test("a user's key stands for one workout, and another user's for another")
    func derivedIDs() throws {
        let ann = try #require(UserID("ann"))
        let bob = try #require(UserID("bob"))
        #expect(WorkoutID.derived(user: ann, key: "k") == .derived(user: ann, key: "k"))
        #expect(WorkoutID.derived(user: ann, key: "k") != .derived(user: bob, key: "k"))
        #expect(WorkoutID.derived(user: ann, key: "k") != .derived(user: ann, key: "k2"))
        #expect(WorkoutID.derived(user: ann, key: "k").description.dropFirst(14).first == "8")
        #expect(WorkoutID.random() != .random())
    }
}
