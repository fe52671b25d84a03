import CadenceModel

/// Texts numbered in the order they were met.
struct InternTable: Sendable {
  private(set) var texts: [String]
  private var numbers: [String: Int] = [:]

  /// A table that already holds these texts.
  init(_ texts: [String] = []) {
    self.texts = []
    for text in texts { _ = number(text) }
  }

  /// The number of a text.
  mutating func number(_ text: String) -> Int {
    if let known = numbers[text] { return known }
    numbers[text] = texts.count
    texts.append(text)
    return texts.count - 1
  }
}

/// The tables that customers index, while they grow.
struct RosterTables: Sendable {
  var zones = InternTable()
  var countries = InternTable()
  var regions = InternTable([""])
  var languages = InternTable()
  var sources = InternTable([""])
  var areas = InternTable([""])
  var products = InternTable([""])
  /// Sets of tags, each sorted and joined by `;`.
  var tagSets = InternTable([""])
}

/// Where a customer came from, and what tells duplicates apart.
struct CustomerOrigin: Sendable {
  /// Number of the file.
  var file: UInt16
  /// Number of the record in it.
  var record: UInt32
  /// Line it begins on.
  var line: UInt32
  /// Hash over the trimmed cells: exact copies have the same.
  var content: UInt64
  /// Hash of the e-mail address, 0 for none.
  var email: UInt64
  /// Hash of what the household has in common, 0 for nothing.
  var household: UInt64
}

/// What one batch of records became.
struct BatchResult: Sendable {
  var customers: [Customer] = []
  var origins: [CustomerOrigin] = []
  /// Packed profiles; the customers' ranges count from its start.
  var profiles: [UInt8] = []
  /// The customers' purchases; their places count from its start.
  var purchases = PurchaseTable()
  var tables = RosterTables()
  var findings: [CustomerFinding] = []
  /// Findings said once for a value, with the number of records.
  var grouped: [String: GroupedFinding] = [:]
  var rejects: [RejectedRecord] = []
  /// Parallel to `customers` where cells are kept, else empty.
  var keptCells: [KeptCells] = []
  var counts = LoadedRoster.Counts()

  /// As many findings are said once for a value; further values are told record by record.
  static let mostGroups = 1000

  /// A finding that many records share.
  struct GroupedFinding: Sendable {
    var finding: CustomerFinding
    var records: Int

    /// The finding, with how many share it.
    var told: CustomerFinding {
      var finding = finding
      if records > 1 { finding.reason += " (\(records) records)" }
      if records > 1 { finding.publicReason += " (\(records) records)" }
      return finding
    }
  }
}
