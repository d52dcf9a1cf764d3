/// One line, or one histogram, of a metric: its labels and what has been counted.
struct MetricSeries {
    enum Value {
        case number(Double)
        case histogram(counts: [UInt64], sum: Double)
    }

    let labels: [(String, String)]
    var value: Value
}
