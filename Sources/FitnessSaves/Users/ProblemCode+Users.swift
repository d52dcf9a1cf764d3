import HTTPTypes
import SpotterHTTP

extension ProblemCode {
    static let keysUnavailable = ProblemCode(
        "keys_unavailable", .serviceUnavailable, "Tokens cannot be checked at the moment")
}
