import CadenceModel
import CadencePlanning
import CivilTime

/// Writes days and moments of touches; on a day without a change of the clock all moments of a zone
/// have one offset, and rows come by day.
struct PlanClocks {
  /// What is known of a zone on the day written last.
  private struct ZoneDay {
    var day = Day(Int(Int32.min))
    /// `+08:00`; empty where the clock changes and every moment is looked up by itself.
    var offset: [UInt8] = []
  }

  private var zones: [ZoneDay]
  private var day = Day(Int(Int32.min))
  private var dayText: [UInt8] = []

  init(zones: Int) { self.zones = [ZoneDay](repeating: ZoneDay(), count: zones) }

  /// Appends `YYYY-MM-DD`.
  mutating func writeDay(_ wanted: Day, to bytes: inout [UInt8]) {
    if wanted != day {
      day = wanted
      dayText = Array("\(wanted)".utf8)
    }
    bytes.append(contentsOf: dayText)
  }

  /// Appends a touch's moment as RFC 3339 with the offset of its customer's zone.
  mutating func write(_ touch: PlannedTouch, _ planner: Planner, to bytes: inout [UInt8]) {
    let zone = Int(planner.roster.customers[Int(touch.customer)].zone)
    if zones[zone].day != touch.day {
      zones[zone] = Self.known(of: planner.zone(of: touch), on: touch.day)
    }
    guard !zones[zone].offset.isEmpty, touch.minute < .endOfDay else {
      bytes += planner.zone(of: touch).text(planner.instant(of: touch)).utf8
      return
    }
    writeDay(touch.day, to: &bytes)
    let minutes = touch.minute.minutes
    bytes.append(UInt8(ascii: "T"))
    Self.writePair(UInt8(minutes / 60), to: &bytes)
    bytes.append(UInt8(ascii: ":"))
    Self.writePair(UInt8(minutes % 60), to: &bytes)
    bytes.append(contentsOf: [UInt8(ascii: ":"), UInt8(ascii: "0"), UInt8(ascii: "0")])
    bytes.append(contentsOf: zones[zone].offset)
  }

  private static func known(of rules: ZoneRules, on day: Day) -> ZoneDay {
    let noon = MinuteOfDay(720) ?? .midnight
    let moments = [
      rules.instant(day: day, minute: .midnight), rules.instant(day: day, minute: noon),
      rules.instant(day: day + 1, minute: .midnight),
    ]
    let offset = rules.utcOffset(at: moments[0])
    guard moments.allSatisfy({ rules.utcOffset(at: $0) == offset }), offset % 60 == 0 else {
      return ZoneDay(day: day)
    }
    return ZoneDay(day: day, offset: Array(rules.text(moments[0]).utf8.suffix(6)))
  }

  private static func writePair(_ value: UInt8, to bytes: inout [UInt8]) {
    bytes.append(UInt8(ascii: "0") + value / 10)
    bytes.append(UInt8(ascii: "0") + value % 10)
  }
}
