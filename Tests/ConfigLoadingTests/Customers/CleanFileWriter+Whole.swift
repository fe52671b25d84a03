import ConfigLoading

extension CleanFileWriter {
  /// The clean records at once.
  func cleanRecords() -> [UInt8] {
    var all: [UInt8] = []
    cleanRecords { all += $0 }
    return all
  }

  /// The files of rejects at once.
  func rejects() -> [(name: String, bytes: [UInt8])] {
    rejectNames.enumerated().map { number, name in
      var all: [UInt8] = []
      rejects(number) { all += $0 }
      return (name, all)
    }
  }
}
