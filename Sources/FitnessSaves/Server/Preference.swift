import HTTPTypes
import SpotterHTTP

extension HTTPField.Name {
    static let idempotencyKey = constant("Idempotency-Key")
    static let idempotencyReplayed = constant("Idempotency-Replayed")
    static let prefer = constant("Prefer")
    static let preferenceApplied = constant("Preference-Applied")
}

/// What a client would like, and may not get (RFC 7240).
enum Preference {
    /// The longest wait; more than that is cut.
    private static let waitMax: Duration = .seconds(10)

    /// How long the client would wait for the save to be applied; zero when it has not said so, or
    /// not understandably: a preference is never an error.
    static func wait(_ headers: HTTPFields) -> Duration {
        for preference in headers[values: .prefer].flatMap({ $0.split(separator: ",") }) {
            let parts = preference.split(separator: ";", omittingEmptySubsequences: false)
            let words = (parts.first ?? "").split(
                separator: "=", maxSplits: 1, omittingEmptySubsequences: false
            ).map { $0.filter { $0 != " " && $0 != "\"" && $0 != "\t" } }
            guard words.count == 2, words[0].lowercased() == "wait",
                let seconds = Int(words[1]), seconds >= 0
            else { continue }
            return min(.seconds(seconds), waitMax)
        }
        return .zero
    }
}
