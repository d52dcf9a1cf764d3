import Synchronization

/// Holds what has been measured, and writes it as Prometheus text.
///
/// Bounded: a metric has at most `seriesMax` sets of labels; what comes later is counted together
/// under the value "other", so that a label filled from outside cannot use up the memory.
package final class MetricsRegistry: Sendable {
    /// The registry of this process, written by `PrometheusMetrics` and read by `/metrics`.
    package static let shared = MetricsRegistry()

    /// The media type of `text()`.
    package static let mediaType = "text/plain; version=0.0.4; charset=utf-8"

    private let seriesMax: Int
    private let families = Mutex<[String: MetricFamily]>([:])

    package init(seriesMax: Int = 200) { self.seriesMax = seriesMax }

    /// Opens a series, and returns the key under which it is changed.
    func open(
        _ name: String, _ labels: [(String, String)], _ kind: MetricFamily.Kind, bounds: [Double]
    )
        -> String
    {
        families.withLock { families in
            var family = families[name] ?? MetricFamily(kind: kind, bounds: bounds)
            var labels = labels
            var key = Self.written(labels)
            if family.series[key] == nil, family.series.count >= seriesMax, !labels.isEmpty {
                labels = labels.map { ($0.0, "other") }
                key = Self.written(labels)
            }
            if family.series[key] == nil { family.series[key] = family.newSeries(labels) }
            families[name] = family
            return key
        }
    }

    func close(_ name: String, _ key: String) {
        families.withLock { families in
            families[name]?.series[key] = nil
            if families[name]?.series.isEmpty == true { families[name] = nil }
        }
    }

    /// Replaces a counter's or gauge's number by what `change` makes of it.
    func change(_ name: String, _ key: String, _ change: (Double) -> Double) {
        families.withLock { families in
            guard case .number(let number)? = families[name]?.series[key]?.value else { return }
            families[name]?.series[key]?.value = .number(change(number))
        }
    }

    /// Adds an observation to a histogram.
    func observe(_ name: String, _ key: String, _ observed: Double) {
        families.withLock { families in
            guard let bounds = families[name]?.bounds,
                case .histogram(var counts, let sum)? = families[name]?.series[key]?.value
            else { return }
            // Taken out first, so that the array is changed in place.
            families[name]?.series[key]?.value = .number(0)
            counts[bounds.firstIndex { observed <= $0 } ?? bounds.count] += 1
            families[name]?.series[key]?.value = .histogram(counts: counts, sum: sum + observed)
        }
    }

    /// Everything in Prometheus' text format 0.0.4, ordered by name and labels.
    package func text() -> String {
        let families = self.families.withLock { $0 }
        var text = ""
        for (name, family) in families.sorted(by: { $0.key < $1.key }) {
            text += "# TYPE \(name) \(family.kind.rawValue)\n"
            for (key, series) in family.series.sorted(by: { $0.key < $1.key }) {
                write(series, key, name, family.bounds, into: &text)
            }
        }
        return text
    }

    private func write(
        _ series: MetricSeries, _ key: String, _ name: String, _ bounds: [Double],
        into text: inout String
    ) {
        switch series.value {
        case .number(let number): text += "\(name)\(key) \(Self.written(number))\n"
        case .histogram(let counts, let sum):
            var total: UInt64 = 0
            for (index, count) in counts.enumerated() {
                total += count
                let bound = index < bounds.count ? Self.written(bounds[index]) : "+Inf"
                text += "\(name)_bucket\(Self.written(series.labels + [("le", bound)])) \(total)\n"
            }
            text += "\(name)_sum\(key) \(Self.written(sum))\n\(name)_count\(key) \(total)\n"
        }
    }

    private static func written(_ number: Double) -> String {
        if number.isNaN { return "NaN" }
        if number.isInfinite { return number > 0 ? "+Inf" : "-Inf" }
        return Int64(exactly: number).map(String.init) ?? "\(number)"
    }

    private static func written(_ labels: [(String, String)]) -> String {
        guard !labels.isEmpty else { return "" }
        let pairs = labels.map { name, value in "\(name)=\"\(escaped(value))\"" }
        return "{\(pairs.joined(separator: ","))}"
    }

    private static func escaped(_ value: String) -> String {
        value.reduce(into: "") { text, character in
            switch character {
            case "\\": text += "\\\\"
            case "\"": text += "\\\""
            case "\n", "\r\n": text += "\\n"
            default: text.append(character)
            }
        }
    }
}
