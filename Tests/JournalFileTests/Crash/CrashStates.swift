/// A disk after a crash: names, and the bytes of their files.
struct DiskState: Hashable {
  var folders: Set<String> = []
  var files: [String: [UInt8]] = [:]
}

/// Every state that a crash may leave, by the rules of ALICE (Pillai et al., OSDI 14): nothing is
/// assumed of the order of two changes without a sync between them.
///
/// After each step, of all changes that no sync has made durable: all are there; none; the names but
/// no bytes, the bytes but no names; the first ones in order; all but one, or one alone. The one is a
/// write that is missing, cut after any byte, or whose 512-byte blocks are zeros, one or all; or a
/// name that is still the old one.
struct CrashStates {
  /// A change that no sync has made durable yet.
  private struct Pending {
    let step: DiskStep
    var folder: String?
    /// Its file's sync failed: no later sync writes it.
    var isStuck = false
  }

  /// Part of a write that reached the disk.
  private enum Part {
    case none, all
    case first(Int)
    case zeros(Range<Int>)
  }

  private var names: [String: DiskNode]
  private var bytes: [Int: [UInt8]]
  private var pending: [Pending] = []
  /// Lets through one of so many places to cut a write; 1: every byte.
  private let stride: Int

  init(_ base: (nodes: [String: DiskNode], bytes: [Int: [UInt8]]), stride: Int) {
    names = base.nodes
    bytes = base.bytes
    self.stride = stride
  }

  /// Takes in a step.
  mutating func follow(_ step: DiskStep) {
    switch step {
    case .write(let file, _, _), .cut(let file, _):
      if bytes[file] == nil { bytes[file] = [] }
      pending.append(Pending(step: step))
    case .names(let folder, _): pending.append(Pending(step: step, folder: folder))
    case .sync(let file, failed: true):
      for index in pending.indices where Self.file(pending[index]) == file {
        pending[index].isStuck = true
      }
    case .sync(let file, failed: false):
      settle { Self.file($0) == file && !$0.isStuck }
    case .syncNames(let folder): settle { $0.folder == folder }
    case .promise: break
    }
  }

  private mutating func settle(_ isSettled: (Pending) -> Bool) {
    for (index, item) in pending.enumerated() where isSettled(item) {
      Self.apply(item.step, .all, &names, &bytes)
      // What a failed sync left behind is gone with the bytes that were cut.
      guard case .cut(let file, 0) = item.step else { continue }
      for earlier in 0..<index where Self.file(pending[earlier]) == file {
        pending[earlier].isStuck = false
      }
    }
    pending.removeAll(where: isSettled)
  }

  private static func file(_ item: Pending) -> Int? {
    switch item.step {
    case .write(let file, _, _), .cut(let file, _): file
    default: nil
    }
  }

  /// All states that a crash now may leave.
  func states(_ body: (DiskState) -> Void) {
    let all = pending.indices
    body(state { _ in .all })
    guard !pending.isEmpty else { return }
    body(state { _ in .none })
    body(state { pending[$0].folder == nil ? .none : .all })
    body(state { pending[$0].folder == nil ? .all : .none })
    for one in all {
      body(state { $0 <= one ? .all : .none })
      for part in parts(pending[one]) {
        body(state { $0 == one ? part : .all })
        body(state { $0 == one ? part : .none })
        body(state { $0 == one ? part : pending[$0].folder == nil ? .none : .all })
        body(state { $0 < one ? .all : $0 == one ? part : .none })
      }
    }
  }

  private func parts(_ item: Pending) -> [Part] {
    guard case .write(_, let start, let bytes) = item.step else { return [.none, .all] }
    var parts: [Part] = [.none, .all, .zeros(0..<bytes.count)]
    for length in 1..<max(1, bytes.count) where isCut(length, bytes) {
      parts.append(.first(length))
    }
    var block = start / 512 * 512
    while block < start + bytes.count {
      let range = max(0, block - start)..<min(bytes.count, block + 512 - start)
      if range.count < bytes.count { parts.append(.zeros(range)) }
      block += 512
    }
    return parts
  }

  /// Every byte of a short write; of long ones every line end and each so-manieth byte.
  private func isCut(_ length: Int, _ bytes: [UInt8]) -> Bool {
    let step = bytes.count <= 700 ? stride : stride * 7
    return length % step == 0 || bytes[length - 1] == 10 || bytes[length] == 10
      || length == bytes.count - 1
  }

  private func state(_ part: (Int) -> Part) -> DiskState {
    var (names, bytes) = (names, bytes)
    for (index, item) in pending.enumerated() {
      Self.apply(item.step, part(index), &names, &bytes)
    }
    var state = DiskState()
    for (name, node) in names {
      switch node {
      case .folder: state.folders.insert(name)
      case .nothing: break
      case .file(let file): state.files[name] = bytes[file] ?? []
      }
    }
    // What lies in a folder without a name is nowhere.
    for name in state.files.keys where !state.folders.contains(String(name.prefix { $0 != "/" })) {
      state.files[name] = nil
    }
    return state
  }

  private static func apply(
    _ step: DiskStep, _ part: Part, _ names: inout [String: DiskNode],
    _ bytes: inout [Int: [UInt8]]
  ) {
    if case .none = part { return }
    switch step {
    case .write(let file, let start, let written):
      var content = bytes[file] ?? []
      var piece = written
      switch part {
      case .first(let length): piece = Array(written[..<length])
      case .zeros(let range): for index in range { piece[index] = 0 }
      case .all, .none: break
      }
      let end = start + piece.count
      if content.count < end { content += [UInt8](repeating: 0, count: end - content.count) }
      content.replaceSubrange(start..<end, with: piece)
      bytes[file] = content
    case .cut(let file, let length):
      let content = bytes[file] ?? []
      bytes[file] = Array(content.prefix(length))
    case .names(_, let changes):
      for (name, node) in changes { names[name] = node == .nothing ? nil : node }
    case .sync, .syncNames, .promise: break
    }
  }
}
