import Postgres
import Testing

@testable import FitnessSaves

@Suite("What is accepted can be stored", .timeLimit(.minutes(1)))
struct StorableTests {
    @Test("random documents at the edges: PostgreSQL takes all that we take")
    func random() async throws {
        var generator = Seeded(state: 11)
        var accepted: [JSONBytes] = []
        for _ in 0..<4000 {
            let body = #"{"workout":{"name":"a","v":\#(value(&generator, depth: 0))}}"#
            guard let document = try? WorkoutDocument(body: Array(body.utf8)) else { continue }
            accepted.append(JSONBytes(bytes: document.workout))
        }
        #expect(accepted.count > 1000)
        let workouts = accepted
        try await FitnessDatabase.with { url in
            let connection = try await Connection.connect(
                try ConnectionSettings(uri: url), deadline: .after(.seconds(5)))
            try await connection.run(deadline: .seconds(30)) { connection in
                for workout in workouts {
                    let back = try connection.query("SELECT $1::jsonb", workout)
                        .only(as: JSONBytes.self)
                    #expect(back.bytes.count < 2 << 20)
                }
            }
            await connection.close()
        }
    }

    private func value(_ generator: inout Seeded, depth: Int) -> String {
        switch Int.random(in: 0..<(depth < 4 ? 8 : 5), using: &generator) {
        case 0, 1: return number(&generator)
        case 2, 3: return string(&generator)
        case 4: return ["true", "false", "null"].randomElement(using: &generator) ?? "null"
        case 5, 6:
            let count = Int.random(in: 0..<4, using: &generator)
            let members = (0..<count).map { _ in
                "\(string(&generator)):\(value(&generator, depth: depth + 1))"
            }
            return "{\(members.joined(separator: ","))}"
        default:
            let count = Int.random(in: 0..<4, using: &generator)
            let elements = (0..<count).map { _ in value(&generator, depth: depth + 1) }
            return "[\(elements.joined(separator: ","))]"
        }
    }

    private func number(_ generator: inout Seeded) -> String {
        let digits = ["0", "1", "9", "10", "0.0", "1.10", "123456789012345678901234567890", "0.5"]
        let exponents = [
            "", "", "e0", "E+5", "e308", "e-308", "e309", "e-309", "e1000", "e-1000", "e99999",
        ]
        let sign = Bool.random(using: &generator) ? "-" : ""
        return sign + (digits.randomElement(using: &generator) ?? "0")
            + (exponents.randomElement(using: &generator) ?? "")
    }

    private func string(_ generator: inout Seeded) -> String {
        let pieces = [
            "a", "é", "😀", #"\u0000"#, #"\u0001"#, #"\ud83d\ude00"#, #"\ud83d"#, #"\uFFFF"#,
            "\u{FFFE}",
            #"\""#, #"\\"#, #"\/"#, "\u{7f}", "\u{2028}", #"\u00e9"#, " ",
        ]
        let count = Int.random(in: 0..<5, using: &generator)
        let text = (0..<count).map { _ in pieces.randomElement(using: &generator) ?? "" }.joined()
        return "\"\(text)\""
    }
}
