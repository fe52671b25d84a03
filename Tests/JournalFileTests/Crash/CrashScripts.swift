import CadenceModel
import Foundation
import JournalFile
import TouchJournal

extension CrashScript {
  /// Forty histories: every way in which the journal, the sealed data and the marks are changed.
  static let all: [CrashScript] = undisturbed + restarting + failing

  /// Those in which no call goes wrong.
  static let undisturbed = appending + rotating + sealing + erasing + mending

  private static let appending: [CrashScript] = [
    CrashScript("first entry of a new state folder") { try $0.session { try $0.notes(1) } },
    CrashScript("entries one by one") { bench in
      try bench.session { session throws in for _ in 0..<4 { try session.notes(1) } }
    },
    CrashScript("group commit of five") { try $0.session { try $0.notes(5) } },
    CrashScript("batches of growing size") { bench in
      try bench.session { session throws in for count in 1...4 { try session.notes(count) } }
    },
    CrashScript("two clean runs") { bench in
      for _ in 0..<2 {
        try bench.session {
          try $0.notes(2)
          try $0.stop()
        }
      }
    },
    CrashScript("a command after a clean run") { bench in
      try bench.before { try $0.notes(2) }
      try bench.session(.command) { try $0.notes(1) }
    },
  ]

  private static let rotating: [CrashScript] =
    [600, 900, 1400].map { size in
      CrashScript("rotation at \(size) bytes") { bench in
        bench.segmentSize = Int64(size)
        try bench.session { session throws in for _ in 0..<6 { try session.notes(1) } }
      }
    } + [
      CrashScript("rotation inside a batch") { bench in
        bench.segmentSize = 700
        try bench.session { try $0.notes(7) }
      },
      CrashScript("a file that is just sealed, and a clean restart") { bench in
        bench.segmentSize = 400
        try bench.session {
          try $0.notes(1)
          try $0.stop()
        }
        try bench.session { try $0.notes(1) }
      },
      CrashScript("an unclean end behind a seal") { bench in
        bench.segmentSize = 500
        try bench.session { try $0.notes(2) }
        try bench.session { try $0.notes(2) }
      },
    ]

  private static let sealing: [CrashScript] = [
    CrashScript("sealed data of one customer") { bench in
      try bench.session { try $0.sealed("KH1") }
    },
    CrashScript("sealed data of three customers, twice") { bench in
      try bench.session { session throws in
        for owner in ["KH1", "KH2", "KH3", "KH1", "KH2"] { try session.sealed(CustomerID(owner)) }
      }
    },
    CrashScript("sealed data of several blocks") { bench in
      try bench.session { try $0.sealed("KH1", bytes: 2600) }
    },
    CrashScript("sealed data and rotation") { bench in
      bench.segmentSize = 600
      try bench.session { session throws in
        for owner in 0..<4 { try session.sealed(CustomerID("KH\(owner)")) }
      }
    },
    CrashScript("sealed data that no entry names") { bench in
      try bench.session {
        try $0.sealedOnly("KH1")
        try $0.notes(1)
      }
    },
    CrashScript("a new key in an old table") { bench in
      try bench.before { try $0.sealed("KH1") }
      try bench.session {
        try $0.sealed("KH2")
        try $0.sealed("KH1")
      }
    },
    CrashScript("the key of the marks") { bench in
      try bench.session { session throws in
        let marks = try AddressMarks(making: try bench.folder, calls: bench.disk.calls)
        bench.disk.promise(.mark(marks.mark("tel:8615400010001")))
        try session.notes(1)
      }
    },
  ]

  private static let erasing: [CrashScript] = [
    CrashScript("a person is erased") { bench in
      try bench.before {
        try $0.sealed("KH1")
        try $0.sealed("KH2")
      }
      try bench.session { try $0.erase("KH1") }
    },
    CrashScript("two are erased, data of others between") { bench in
      try bench.session {
        try $0.sealed("KH1")
        try $0.sealed("KH2")
        try $0.erase("KH1")
        try $0.sealed("KH3")
        try $0.erase("KH2")
      }
    },
    CrashScript("an erasure that drops a rep's key") { bench in
      try bench.before {
        try $0.sealed("rep:mao")
        try $0.sealed("KH1")
        try $0.sealed("KH2")
      }
      try bench.session {
        try $0.erase("KH1", dropping: ["rep:mao"])
        try $0.sealed("rep:mao")
      }
    },
    CrashScript("erased while data wait for their key") { bench in
      try bench.session {
        try $0.sealed("KH1")
        try $0.sealedOnly("KH2")
        try $0.erase("KH1")
        try $0.sealed("KH2")
      }
    },
  ]

  /// Killed, then started again on what the system's memory has, then the power is cut.
  static let restarting: [CrashScript] =
    [2, 4, 6, 8, 9, 11, 12, 13].map { call in
      CrashScript("killed at call \(call) of a first run, and a restart") { bench in
        bench.killed(at: call) {
          try $0.sealed("KH1")
          try $0.notes(1)
        }
        try bench.session { try $0.sealed("KH1") }
      }
    }
    + (3...8).map { call in
      CrashScript("killed at call \(call) of a start after an unclean end, then a command") {
        bench in
        try bench.session { try $0.sealed("KH1") }
        bench.disk.begin()
        bench.killed(at: call) { try $0.notes(1) }
        try bench.session(.command) {
          try $0.sealed("KH1")
          try $0.notes(1)
        }
      }
    }
    + (2...9).map { call in
      CrashScript("a command killed at call \(call) after a clean run, and a restart") { bench in
        try bench.before { try $0.notes(1) }
        bench.killed(at: call, .command) { try $0.sealed("KH1") }
        try bench.session { try $0.sealed("KH1") }
      }
    } + [
      CrashScript("an unclean end is written anew") { bench in
        try bench.session { try $0.notes(2) }
        try bench.session { try $0.notes(1) }
      },
      CrashScript("killed while a person is erased") { bench in
        try bench.before {
          try $0.sealed("KH1")
          try $0.sealed("KH2")
        }
        bench.killed(at: 8) { try $0.erase("KH1") }
        try bench.session { try $0.sealed("KH2") }
      },
      CrashScript("killed while the key of the marks is made") { bench in
        try bench.session { try $0.notes(1) }
        let last = bench.disk.count + 6
        bench.disk.fault = { number, _ in number >= last ? .gone : nil }
        _ = try? AddressMarks(making: try bench.folder, calls: bench.disk.calls)
        bench.disk.fault = { _, _ in nil }
        let marks = try AddressMarks(making: try bench.folder, calls: bench.disk.calls)
        bench.disk.promise(.mark(marks.mark("tel:8615400010001")))
      },
    ]

  private static let mending: [CrashScript] =
    [1, 60, 150].map { missing in
      CrashScript("a tear of \(missing) bytes is repaired") { bench in
        try bench.session { try $0.notes(2) }
        try bench.tear(of: missing)
        try bench.session { try $0.notes(1) }
      }
    } + [
      CrashScript("a tear is repaired by a command") { bench in
        try bench.session { try $0.notes(2) }
        try bench.tear(of: 30)
        try bench.session(.command) { try $0.notes(1) }
      },
      CrashScript("a file torn in its first line") { bench in
        bench.segmentSize = 400
        try bench.session { try $0.notes(2) }
        try bench.beginHalfAFile()
        try bench.session { try $0.notes(2) }
      },
      CrashScript("an empty next file after a clean run") { bench in
        bench.segmentSize = 400
        try bench.before { try $0.notes(1) }
        try bench.beginAFile([])
        try bench.session { try $0.notes(2) }
      },
    ]

  private static let failing: [CrashScript] =
    [1, 90, 230].map { taken in
      CrashScript("the disk is full after \(taken) bytes of a line") { bench in
        try bench.session { session throws in
          try session.notes(1)
          bench.disk.fill(after: taken)
          try? session.notes(1)
          bench.disk.fault = { _, _ in nil }
          _ = session.journal.tryAgain()
          try session.notes(1)
        }
      }
    }
    + [0, 20].map { taken in
      CrashScript("the disk is full after \(taken) bytes of sealed data") { bench in
        try bench.session { session throws in
          try session.sealed("KH1")
          bench.disk.fill(after: taken)
          try? session.sealed("KH2")
          bench.disk.fault = { _, _ in nil }
          _ = session.journal.tryAgain()
          try session.sealed("KH2")
        }
      }
    }
    + [1, 2, 3].map { which in
      CrashScript("sync \(which) of a sealed entry fails, and a restart") { bench in
        bench.segmentSize = which == 3 ? 400 : 8 << 20
        try bench.session { try $0.notes(1) }
        try? bench.session {
          var left = which
          bench.disk.fault = { _, kind in
            left -= kind == "sync" ? 1 : 0
            return left == 0 && kind == "sync" ? .error(5) : nil
          }
          try $0.sealed("KH1")
        }
        bench.disk.fault = { _, _ in nil }
        try bench.session { try $0.sealed("KH1") }
      }
    }
}

extension CrashBench {
  /// Leaves the beginning of a line behind what is whole, as a torn write does, and takes that for
  /// what is on the disk.
  func tear(of count: Int) throws {
    let path = try folder.journal + "/" + (SegmentFile.list(in: try folder).last?.name ?? "")
    let bytes = RecordedDisk.bytes(path)
    try leave(bytes + Array(bytes.prefix(count)), at: path)
  }

  /// Leaves a next file that was begun and not finished.
  func beginHalfAFile() throws { try beginAFile(Array("{\"v\":1,\"n\":".utf8)) }

  /// Leaves a next file of some bytes.
  func beginAFile(_ bytes: [UInt8]) throws {
    gather()
    let next = SegmentFile(first: lastNumber + 1).name
    try leave(bytes, at: try folder.journal + "/" + next)
  }

  private func leave(_ bytes: [UInt8], at path: String) throws {
    try Data(bytes).write(to: URL(fileURLWithPath: path))
    book.torn = bytes.isEmpty ? nil : bytes
    disk.begin()
  }

  private var lastNumber: Int64 { book.written.keys.map(\.number).max() ?? 0 }
}

extension RecordedDisk {
  /// The next write takes so many bytes, the one after it none.
  func fill(after taken: Int) {
    var isFirst = taken > 0
    fault = { _, kind in
      guard kind == "write" else { return nil }
      defer { isFirst = false }
      return isFirst ? .short(taken) : .error(28)
    }
  }
}
