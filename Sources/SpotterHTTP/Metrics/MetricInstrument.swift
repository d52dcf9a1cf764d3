import CoreMetrics

/// The end of a metric that the program holds: every kind that swift-metrics knows, for one series.
final class MetricInstrument: CounterHandler, FloatingPointCounterHandler, RecorderHandler,
    MeterHandler, TimerHandler
{
    let registry: MetricsRegistry
    let name: String
    let key: String
    private let isHistogram: Bool

    init(
        _ registry: MetricsRegistry, _ name: String, _ labels: [(String, String)],
        _ kind: MetricFamily.Kind, bounds: [Double] = []
    ) {
        self.registry = registry
        self.name = name
        isHistogram = kind == .histogram
        key = registry.open(name, labels, kind, bounds: bounds)
    }

    func increment(by amount: Int64) { increment(by: Double(amount)) }

    func increment(by amount: Double) { registry.change(name, key) { $0 + amount } }

    func decrement(by amount: Double) { registry.change(name, key) { $0 - amount } }

    func reset() { registry.change(name, key) { _ in 0 } }

    func set(_ value: Int64) { set(Double(value)) }

    func set(_ value: Double) { registry.change(name, key) { _ in value } }

    func record(_ value: Int64) { record(Double(value)) }

    func record(_ value: Double) {
        if isHistogram {
            registry.observe(name, key, value)
        } else {
            set(value)
        }
    }

    func recordNanoseconds(_ duration: Int64) {
        registry.observe(name, key, Double(duration) / 1e9)
    }
}
