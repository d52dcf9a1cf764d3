import Testing

@testable import Spotter

@Suite("Retry policies")
struct RetryPolicyTests {
    @Test(
        "the standard doubles from one second to five minutes",
        arguments: [
            (1, 1), (2, 2), (3, 4), (8, 128), (9, 256), (10, 300), (1_000_000, 300), (0, 1),
            (-5, 1),
        ])
    func standard(failures: Int, seconds: Int) {
        let wait = RetryPolicy.standard.wait(afterFailures: failures)
        #expect(wait >= .seconds(seconds))
        #expect(wait <= .seconds(seconds) * 1.25)
    }

    @Test(
        "given waits come first, then doubling from the last",
        arguments: [
            (1, 1), (2, 2), (3, 3), (4, 6), (5, 12), (20, 300), (Int.max, 300),
        ])
    func given(failures: Int, seconds: Int) {
        let policy = RetryPolicy.waits([.seconds(1), .seconds(2), .seconds(3)])
        let wait = policy.wait(afterFailures: failures)
        #expect(wait >= .seconds(seconds))
        #expect(wait <= .seconds(seconds) * 1.25)
    }

    @Test("no policy can ask for less than nothing or more than thirty days")
    func bounds() {
        #expect(RetryPolicy { _ in .seconds(-1) }.wait(afterFailures: 1) == .zero)
        #expect(
            RetryPolicy { _ in .seconds(Int64.max / 2) }.wait(afterFailures: 1)
                == .seconds(30 * 86_400))
    }
}
