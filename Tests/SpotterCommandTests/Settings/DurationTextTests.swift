import Testing

@testable import SpotterCommand

@Suite("Durations as text")
struct DurationTextTests {
    @Test(
        "are digits and one unit",
        arguments: [
            ("250ms", Duration.milliseconds(250)), ("0s", .zero), ("30s", .seconds(30)),
            ("5m", .seconds(300)), ("1h", .seconds(3600)), ("7d", .seconds(604_800)),
            ("36500d", .seconds(86_400 * 36_500)),
        ])
    func read(text: String, duration: Duration) {
        #expect(DurationText.parse(text) == duration)
    }

    @Test(
        "are nothing else",
        arguments: [
            "", "5", "s", "-5s", "+5s", "5.5s", "5 s", " 5s", "5S", "1h30m", "NaNs", "infs", "1e3s",
            "36501d", "9223372036854775807d", "99999999999999999999s", "٣s", "5ss", "0x5s",
        ])
    func refused(text: String) {
        #expect(DurationText.parse(text) == nil)
    }

    @Test(
        "are written in the largest unit that is whole",
        arguments: [
            (Duration.milliseconds(250), "250ms"), (.milliseconds(1500), "1500ms"), (.zero, "0s"),
            (.seconds(90), "90s"), (.seconds(120), "2m"), (.seconds(3600), "1h"),
            (.seconds(604_800), "7d"),
        ])
    func written(duration: Duration, text: String) {
        #expect(DurationText.format(duration) == text)
        #expect(DurationText.parse(text) == duration)
    }
}
