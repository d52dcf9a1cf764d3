package import CoreMetrics

/// The swift-metrics backend that `/metrics` shows.
///
/// Labels such as `http.server.requests` become `http_server_requests`; counters end in `_total`,
/// timers in `_seconds`, as Prometheus' conventions have it.
package struct PrometheusMetrics: MetricsFactory {
    private let registry: MetricsRegistry

    package init(registry: MetricsRegistry = .shared) { self.registry = registry }

    package func makeCounter(label: String, dimensions: [(String, String)]) -> any CounterHandler {
        instrument(label, dimensions, .counter, suffix: "_total")
    }

    package func makeFloatingPointCounter(
        label: String, dimensions: [(String, String)]
    ) -> any FloatingPointCounterHandler {
        instrument(label, dimensions, .counter, suffix: "_total")
    }

    package func makeMeter(label: String, dimensions: [(String, String)]) -> any MeterHandler {
        instrument(label, dimensions, .gauge)
    }

    package func makeRecorder(
        label: String, dimensions: [(String, String)], aggregate: Bool
    ) -> any RecorderHandler {
        aggregate
            ? instrument(label, dimensions, .histogram, bounds: MetricFamily.countBounds)
            : instrument(label, dimensions, .gauge)
    }

    package func makeTimer(label: String, dimensions: [(String, String)]) -> any TimerHandler {
        instrument(
            label, dimensions, .histogram, bounds: MetricFamily.secondsBounds, suffix: "_seconds")
    }

    package func destroyCounter(_ handler: any CounterHandler) { destroy(handler) }

    package func destroyFloatingPointCounter(_ handler: any FloatingPointCounterHandler) {
        destroy(handler)
    }

    package func destroyMeter(_ handler: any MeterHandler) { destroy(handler) }

    package func destroyRecorder(_ handler: any RecorderHandler) { destroy(handler) }

    package func destroyTimer(_ handler: any TimerHandler) { destroy(handler) }

    private func destroy(_ handler: AnyObject) {
        guard let instrument = handler as? MetricInstrument else { return }
        registry.close(instrument.name, instrument.key)
    }

    private func instrument(
        _ label: String, _ dimensions: [(String, String)], _ kind: MetricFamily.Kind,
        bounds: [Double] = [], suffix: String = ""
    ) -> MetricInstrument {
        var name = Self.name(label)
        if !name.hasSuffix(suffix) { name += suffix }
        let labels = dimensions.map { (Self.name($0.0), $0.1) }
        return MetricInstrument(registry, name, labels, kind, bounds: bounds)
    }

    /// Letters, digits and underscores; anything else becomes an underscore.
    private static func name(_ label: String) -> String {
        let name = String(
            label.unicodeScalars.map { scalar in
                scalar.isASCII && scalar.properties.isAlphabetic || ("0"..."9").contains(scalar)
                    ? Character(scalar) : "_"
            })
        return name.first.map { $0.isNumber ? "_" + name : name } ?? "_"
    }
}
