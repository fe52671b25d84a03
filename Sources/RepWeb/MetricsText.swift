/// The text format of Prometheus, version 0.0.4.
enum MetricsText {
  static func text(_ metrics: [WebMetric]) -> String {
    var lines: [String] = []
    for metric in metrics {
      let name = "fifthcall_\(metric.name)"
      lines.append("# HELP \(name) \(metric.help)")
      lines.append("# TYPE \(name) \(metric.isCounter ? "counter" : "gauge")")
      for (label, value) in metric.values {
        let labels = label.map { "{\(metric.labelName)=\"\($0)\"}" } ?? ""
        lines.append("\(name)\(labels) \(value)")
      }
    }
    return lines.joined(separator: "\n") + "\n"
  }
}
