import CivilTime

/// Moments and days that cannot be meant.
extension FactParser {
  /// A record is about what has happened, or at most about what a clock or calendar is wrong by.
  mutating func checkMoment(_ moment: Instant?) {
    guard let moment else { return }
    let limit = context.now.adding(seconds: 366 * 86_400)
    guard moment > limit else { return }
    problems.append(
      "--at \(given[.at] ?? "") lies more than a year ahead; is the year right?")
  }

  /// The day of an installation: not before there was anything to install, nor in years.
  mutating func installed() -> Day? {
    guard let day = day(.installed) else { return nil }
    let today = context.zone(of: customer).local(at: context.now).day
    if day.year < 1900 {
      problems.append("--installed \(day) lies before 1900; is the year right?")
    } else if day > today.adding(months: 24) {
      problems.append("--installed \(day) lies more than two years ahead; is the year right?")
    } else {
      return day
    }
    return nil
  }

  /// The day of an occasion: one that is over for a year is none any more.
  mutating func occasionDay() -> Day? {
    guard let found = day(.day) else { return nil }
    if found < day - 366 {
      problems.append("--day \(found) is more than a year past; is the year right?")
    } else if found > day.adding(months: 60) {
      problems.append("--day \(found) lies more than five years ahead; is the year right?")
    } else {
      return found
    }
    return nil
  }
}
