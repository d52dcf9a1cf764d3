/// All the series of one metric.
struct MetricFamily {
    enum Kind: String {
        case counter, gauge, histogram
    }

    let kind: Kind
    /// Upper bounds of a histogram's buckets, rising; empty for the other kinds.
    let bounds: [Double]
    /// By the labels as they are written.
    var series: [String: MetricSeries] = [:]

    /// Seconds from a hop to a slow request and on to a long job.
    static let secondsBounds = [
        0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30, 60, 300,
    ]
    /// Sizes and counts, in steps of 1, 2 and 5.
    static let countBounds = [
        1, 2, 5, 10, 20, 50, 100, 200, 500, 1000, 2000, 5000, 10_000, 100_000, 1_000_000,
    ].map(Double.init)

    func newSeries(_ labels: [(String, String)]) -> MetricSeries {
        let value: MetricSeries.Value =
            kind == .histogram
            ? .histogram(counts: Array(repeating: 0, count: bounds.count + 1), sum: 0) : .number(0)
        return MetricSeries(labels: labels, value: value)
    }
}
