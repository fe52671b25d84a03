import CadenceModel
import CadenceService
import CivilTime
import ConfigLoading
import Foundation
import Logging
import Testing

/// An acceptance story: the real service of a small site on a virtual calendar.
///
/// What happens is told in the order of the calendar, `on` a day `at` a time of the office's clock;
/// what came of it is asked afterwards with `expect`. Nothing sleeps: the calendar jumps.
final class Story {
  /// A message of the story, by whom it is for.
  enum Message: CustomStringConvertible {
    /// A mail to a customer.
    case email(to: String)
    /// The rep's digest.
    case digest
    /// A mail to the admin whose subject or text holds this cause.
    case alert(String)

    var description: String {
      switch self {
      case .email(let address): "a mail to \(address)"
      case .digest: "a digest"
      case .alert(let cause): "an alert about \(cause)"
      }
    }
  }

  private let site: TestSite
  private let simulation: Simulation
  private let folder: String
  /// The office's zone.
  let zone: ZoneRules

  /// Starts the service of a site at midnight of a day.
  init(_ site: StorySite, from day: String, sourceLocation: SourceLocation = #_sourceLocation)
    throws
  {
    let first = try #require(Day(iso: day), sourceLocation: sourceLocation)
    self.site = try site.write()
    folder = self.site.home.appendingPathComponent("story").path
    let loaded = SiteLoader.load(
      config: self.site.home.appendingPathComponent("config").path,
      now: Instant(seconds: Int64(first.number) * 86_400 + 43_200))
    let settings = try #require(
      loaded.settings, "\(loaded.diagnostics)", sourceLocation: sourceLocation)
    zone = try #require(settings.zones[site.zone], sourceLocation: sourceLocation)
    var log = Logger(label: "story") { _ in SwiftLogNoOpLogHandler() }
    log.logLevel = .critical
    var options = Simulation.Options(
      site: loaded, settings: settings, from: first, days: 3660, folder: folder, log: log)
    options.outcomes = .none
    simulation = try Simulation(options)
    simulation.begin()
  }

  /// Lives on to a moment of the office's clock, and does what happens then.
  func on(
    _ day: String, at time: String = "00:00", sourceLocation: SourceLocation = #_sourceLocation,
    _ happens: (Story) throws -> Void = { _ in }
  ) throws {
    let moment = try #require(instant(day, time), sourceLocation: sourceLocation)
    try #require(
      moment >= simulation.moment, "a story goes on, not back", sourceLocation: sourceLocation)
    try simulation.advance(to: moment)
    try happens(self)
  }

  // MARK: What happens

  /// The service ends in good order.
  func stop() { simulation.leave(killed: false) }

  /// The service is killed.
  func kill() { simulation.leave(killed: true) }

  /// Somebody starts the service.
  func start() { simulation.comeBack() }

  /// The wall clock is set wrong by so many seconds more.
  func jump(seconds: Int64) { simulation.jump(seconds: seconds) }

  /// `fifthcall release`.
  func release(_ cause: String? = nil) { _ = simulation.tell(.release(cause: cause)) }

  /// What holds messages to customers at this moment.
  var holds: [String] { simulation.holds }

  // MARK: What came of it

  /// Exactly one such message went out on a day of the office, at a time where one is given.
  func expect(
    _ message: Message, on day: String, at time: String? = nil,
    sourceLocation: SourceLocation = #_sourceLocation
  ) throws {
    let found = try deliveries(of: message).map(\.at).filter { $0.hasPrefix(day) }
    #expect(
      found.count == 1, "\(message) on \(day): \(found)", sourceLocation: sourceLocation)
    guard let time, let first = found.first else { return }
    #expect(first.hasPrefix("\(day) \(time)"), "\(message)", sourceLocation: sourceLocation)
  }

  /// No such message went out, on a day or ever.
  func expectNo(
    _ message: Message, on day: String? = nil, sourceLocation: SourceLocation = #_sourceLocation
  ) throws {
    let found = try deliveries(of: message).map(\.at).filter { $0.hasPrefix(day ?? "") }
    #expect(found.isEmpty, "\(message): \(found)", sourceLocation: sourceLocation)
  }

  /// Everything that went out, with the office's time of the point of no return.
  func deliveries(of message: Message) throws -> [StoryRecord.Delivery] {
    try record().deliveries.filter { delivery in
      switch message {
      case .email(let address): delivery.to == address && !delivery.isHouse
      case .digest: delivery.to == StorySite.rep
      case .alert(let cause): delivery.to == StorySite.admin && delivery.touch.contains(cause)
      }
    }
  }

  /// What the service left on the disk.
  func record() throws -> StoryRecord { try StoryRecord(folder: folder, zone: zone) }

  /// Nobody got a message twice, and the journal is whole.
  func expectOrder(sourceLocation: SourceLocation = #_sourceLocation) throws {
    let all = try record().deliveries.map(\.touch)
    let twice = Dictionary(grouping: all) { $0 }.filter { $0.value.count > 1 }.keys
    #expect(twice.isEmpty, "twice: \(twice.sorted())", sourceLocation: sourceLocation)
    let verdict = try site.program.run("journal", "verify", "--state", folder)
    #expect(verdict.code == 0, "\(verdict.output)", sourceLocation: sourceLocation)
  }

  private func instant(_ day: String, _ time: String) -> Instant? {
    guard let day = Day(iso: day), let minute = MinuteOfDay(time) else { return nil }
    return zone.instant(day: day, minute: minute)
  }
}
