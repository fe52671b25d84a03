import FifthcallTestSupport
import Foundation
import Testing

/// Messages that announce visits, from the service's first day on.
@Suite(.fewAtATime) struct VisitNoticeTests {
  /// Many visits that fall due at once, for three reps in several areas and two zones.
  private func site() throws -> TestSite {
    let site = try TestSite(customers: [TestSite.customer(1, birthday: "", email: false)])
    let reps = ["周丽萍", "徐建军", "姜海波"]
    let rows = (1...150).map { number -> String in
      let id = String(format: "%04d", number)
      let installed = StoryDay("2026-05-20")?.shifted(by: number * 7 % 20) ?? ""
      let zone = number % 2 == 0 ? "Asia/Shanghai" : "Asia/Urumqi"
      return "T\(id),王\(id),王女士,女,1540001\(id),\(zone),中国,浙江,金华,区\(number * 5 % 13),"
        + "\(reps[number % 3]),成交客户,门x1,\(installed),是,是"
    }
    let header = "客户编号,姓名,称呼,性别,手机,时区,国家,省份,城市,区县,负责人,客户阶段,安装产品,安装日期,同意短信,同意电话"
    try Data(([header] + rows).joined(separator: "\n").utf8)
      .write(to: site.home.appendingPathComponent("config/customers/customers.csv"))
    return site
  }

  @Test func `what is announced on the first days is planned, also where customers live elsewhere`()
    throws
  {
    let span = ["--from", "2026-11-24", "--days", "2", "--outcomes", "none"]
    let world = try SimulatedWorld(try site(), "out", span)
    #expect(world.counts["skips missing-data"] == nil)
    #expect((world.counts["messages sms"] ?? 0) > 2)
  }
}
