import CadenceModel
import CadenceService
import CivilTime
import ConfigLoading
import Foundation
import Logging
import Testing

/// The small site that a story is about: birthdays only, one rep who works every day.
struct StorySite {
  /// A customer of the story.
  struct Person {
    /// The id.
    var id: String
    /// `MM-DD`.
    var birthday: String
    /// Where mails go; nil: only a rep can call.
    var email: String?

    /// Somebody who gets mail, at `ID@example.com` unless another domain is named.
    init(_ id: String, birthday: String, at domain: String? = "example.com") {
      self.id = id
      self.birthday = birthday
      email = domain.map { "\(id.lowercased())@\($0)" }
    }
  }

  var zone = "Asia/Shanghai"
  var country = "CN"
  /// When the rep's digest goes out.
  var digestAt = "07:30"
  /// Lines below `channels:`.
  var channels = ""
  /// Who works for the house on which weekdays.
  var weekdays = "[monday, tuesday, wednesday, thursday, friday, saturday, sunday]"
  var people: [Person]

  /// The rep, as digests are addressed.
  static let rep = "lin@example.com"
  /// The admin, as alerts are addressed.
  static let admin = "admin@example.com"

  private var main: String {
    """
    site: {company: Fifth Door, zone: \(zone), country: \(country), language: zh-CN, mail_from: door@example.com}
    mode: live
    default_rep: lin
    digest: {at: "\(digestAt)", admin_email: \(Self.admin), ask_for_missing_facts: false}
    customers: {files: [customers/*.csv], sample: false}
    \(channels.isEmpty ? "" : "channels:\n\(channels)")

    """
  }

  private var reps: String {
    "reps:\n  - {id: lin, names: [林一], email: \(Self.rep), weekdays: \(weekdays)}\n"
  }

  private var customers: String {
    ([TestSite.header]
      + people.map { person in
        let isCalled = person.email == nil
        return "\(person.id),王一,王女士,女,\(isCalled ? "+8615400010001" : ""),"
          + "\(person.email ?? ""),永康,林一,成交客户,1980-\(person.birthday),否,\(isCalled ? "否" : "是")"
      }).joined(separator: "\n") + "\n"
  }

  /// Writes the files; `site` keeps the folder.
  func write() throws -> TestSite {
    let site = try TestSite(customers: ["x"])
    let config = site.home.appendingPathComponent("config")
    let files = FileManager.default
    for name in try files.contentsOfDirectory(atPath: "\(config.path)/cadences")
    where name != "birthday.yaml" {
      try files.removeItem(atPath: "\(config.path)/cadences/\(name)")
    }
    for (name, text) in [
      ("fifthcall.yaml", main), ("reps.yaml", reps), ("customers/customers.csv", customers),
    ] {
      try Data(text.utf8).write(to: config.appendingPathComponent(name))
    }
    return site
  }
}
