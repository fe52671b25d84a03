import CadenceModel
import Dispatch
import Foundation
import Synchronization

/// Reads customer files to a roster.
///
/// One thread reads and cuts records, the others convert batches of them; the results are put
/// together in the order of the files, so the number of threads changes nothing.
package enum CustomerFileLoader {
  /// Loads the files in the order given.
  ///
  /// Never throws: what is wrong is told by ``LoadedRoster/findings``. A file that cannot be read
  /// at all has a `reject` finding with record 0.
  package static func load(_ files: [String], context: CustomerContext) -> LoadedRoster {
    assemble(context) { assembly in
      for file in files {
        do throws(CSVFileFailure) {
          let reader = try CSVFileReader(path: file, followsLinks: context.followsLinks)
          try load(reader, named: file, &assembly, context)
        } catch {
          assembly.add(CustomerFinding(.reject, file: file, error.text))
        }
      }
    }
  }

  /// Loads bytes in memory, as if a file of that name held them.
  package static func load(
    _ bytes: [UInt8], named name: String, context: CustomerContext
  ) -> LoadedRoster {
    assemble(context) { assembly in
      do throws(CSVFileFailure) {
        try load(CSVFileReader(bytes: bytes), named: name, &assembly, context)
      } catch {
        assembly.add(CustomerFinding(.reject, file: name, error.text))
      }
    }
  }

  /// Reads once, leaving duplicates out on the way; in the rare case that this is not certain to leave out
  /// the right ones, once more with all records together.
  private static func assemble(
    _ context: CustomerContext, _ read: (inout RosterAssembly) -> Void
  ) -> LoadedRoster {
    var early = RosterAssembly(context: context)
    read(&early)
    if early.isCertain() { return early.finish() }
    var whole = RosterAssembly(context: context, findsEarly: false)
    read(&whole)
    return whole.finish()
  }

  /// Reads one opened file into an assembly.
  static func load(
    _ opened: CSVFileReader, named file: String, _ assembly: inout RosterAssembly,
    _ context: CustomerContext
  ) throws(CSVFileFailure) {
    var reader = opened
    let reading = ColumnLayout.read(reader.header, columns: context.columns)
    let number = assembly.fileCount
    assembly.begin(
      LoadedRoster.FileSummary(
        file: file, encoding: reader.encoding,
        separator: Character(Unicode.Scalar(reader.separator)), header: reader.header,
        isChinese: reading.layout.isChinese))
    assembly.add(CustomerFinding(.info, file: file, "read as \(reader.encoding.rawValue)"))
    for header in reading.unknown where !reading.isNoHeader {
      assembly.addWarning(
        CustomerFinding(
          .warning, file: file, column: header,
          "no known column; it is not read" + reading.advice(on: header)))
    }
    for error in reading.errors { assembly.add(CustomerFinding(.reject, file: file, error)) }
    defer { assembly.finish(file, reader.digest) }
    guard reading.errors.isEmpty else { return }
    let queue = ConversionQueue()
    var isReserved = false
    defer { queue.wait() }
    while let batch = try reader.next() {
      queue.convert(
        RecordConverter(
          context: context, layout: reading.layout, file: file, fileNumber: number, batch: batch,
          budget: assembly.budget(of: file)))
      if !isReserved {
        // The first batch tells how large the whole will be: nothing need be moved while growing.
        queue.wait()
        queue.takeFinished { assembly.reserve(for: reader.size, after: batch.used, $0) }
        isReserved = true
      }
      queue.takeFinished { assembly.add($0) }
    }
    queue.wait()
    queue.takeFinished { assembly.add($0) }
  }
}

/// Converts batches on other threads and gives them back in order.
private final class ConversionQueue: Sendable {
  private struct State {
    var results: [Int: BatchResult] = [:]
    var started = 0
    var taken = 0
  }

  private let state = Mutex(State())
  private let group = DispatchGroup()
  /// As many batches are in memory as there are cores, and one more.
  private let places = DispatchSemaphore(value: ProcessInfo.processInfo.activeProcessorCount + 1)

  /// Starts a conversion; waits while enough are under way.
  func convert(_ converter: RecordConverter) {
    places.wait()
    let number = state.withLock { state in
      state.started += 1
      return state.started - 1
    }
    group.enter()
    // A thread and not a concurrent queue: the first job of one of those makes libdispatch wake the
    // process every second for ever after.
    Thread.detachNewThread { [self] in
      let result = converter.convert()
      state.withLock { $0.results[number] = result }
      places.signal()
      group.leave()
    }
  }

  /// Hands over the results that are next in order.
  func takeFinished(_ body: (consuming BatchResult) -> Void) {
    while let result = state.withLock({ state in
      let result = state.results.removeValue(forKey: state.taken)
      if result != nil { state.taken += 1 }
      return result
    }) { body(result) }
  }

  /// Waits for all conversions.
  func wait() { group.wait() }
}
