import CivilTime

@testable import ConfigLoading

extension CustomerContext {
  /// A site in China on the day the sample data were made for.
  static var forTests: CustomerContext {
    var context = CustomerContext(today: Day(year: 2026, month: 11, day: 22) ?? Day(0))
    context.isKnownZone = { ["Asia/Shanghai", "Asia/Urumqi", "Europe/London"].contains($0) }
    return context
  }
}

extension CustomerFileLoader {
  /// Loads rows below a Chinese header of the most used columns.
  static func load(rows: [String], _ context: CustomerContext = .forTests) -> LoadedRoster {
    let text = (["客户编号,姓名,手机,电子邮箱,生日,同意短信,备注"] + rows).joined(separator: "\n")
    return load(Array((text + "\n").utf8), named: "customers.csv", context: context)
  }
}
