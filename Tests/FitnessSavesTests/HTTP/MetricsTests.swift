import Metrics
import Testing

@testable import SpotterHTTP

@Suite("Prometheus text")
struct MetricsTests {
    let registry = MetricsRegistry(seriesMax: 3)
    var factory: PrometheusMetrics { PrometheusMetrics(registry: registry) }

    @Test("counters, gauges and labels")
    func numbers() {
        let counter = Counter(
            label: "jobs.done", dimensions: [("queue", "a\"b\\c\nd")], factory: factory)
        counter.increment(by: 2)
        counter.increment()
        Gauge(label: "pool open", factory: factory).record(1.5)
        Counter(label: "x_total", factory: factory).increment()
        Meter(label: "depth", factory: factory).set(7)
        #expect(
            registry.text() == """
                # TYPE depth gauge
                depth 7
                # TYPE jobs_done_total counter
                jobs_done_total{queue="a\\"b\\\\c\\nd"} 3
                # TYPE pool_open gauge
                pool_open 1.5
                # TYPE x_total counter
                x_total 1

                """)
    }

    @Test("histograms count upwards and end in +Inf")
    func histograms() {
        let timer = Timer(label: "took", dimensions: [("kind", "a")], factory: factory)
        timer.recordNanoseconds(1_000_000)
        timer.recordMilliseconds(40)
        timer.recordSeconds(1000)
        let lines = registry.text().split(separator: "\n")
        #expect(lines.contains(#"took_seconds_bucket{kind="a",le="0.001"} 1"#))
        #expect(lines.contains(#"took_seconds_bucket{kind="a",le="0.05"} 2"#))
        #expect(lines.contains(#"took_seconds_bucket{kind="a",le="300"} 2"#))
        #expect(lines.contains(#"took_seconds_bucket{kind="a",le="+Inf"} 3"#))
        #expect(lines.contains(#"took_seconds_count{kind="a"} 3"#))
        #expect(lines.contains(#"took_seconds_sum{kind="a"} 1000.041"#))
    }

    @Test("labels beyond the bound are counted together")
    func bound() {
        for user in 0..<100 {
            Counter(label: "c", dimensions: [("user", "\(user)")], factory: factory).increment()
        }
        let lines = registry.text().split(separator: "\n")
        #expect(lines.count == 5)
        #expect(lines.contains(#"c_total{user="other"} 97"#))
    }

    @Test("the same metric opened twice is one series")
    func sameTwice() {
        Counter(label: "c", factory: factory).increment()
        Counter(label: "c", factory: factory).increment()
        #expect(registry.text().contains("c_total 2\n"))
    }

    @Test("concurrent changes are all counted")
    func concurrent() async {
        let counter = Counter(label: "c", factory: factory)
        let recorder = Recorder(label: "r", factory: factory)
        await withDiscardingTaskGroup { group in
            for _ in 0..<8 {
                group.addTask {
                    for value in 0..<1000 {
                        counter.increment()
                        recorder.record(value)
                    }
                }
            }
        }
        #expect(registry.text().contains("c_total 8000\n"))
        #expect(registry.text().contains("r_count 8000\n"))
    }
}
