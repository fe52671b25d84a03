/// The reports of `fifthcall report NAME` (contract section 1); docs/reports.md has every formula.
package enum ReportName: String, CaseIterable, Sendable {
  case structure, pyramid, attempts, sources, reasons, losses, neglected, load, delivery, consent
  case satisfaction, value
}
