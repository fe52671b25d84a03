/// Why a touch is not made: the contract's closed list (section 2).
package enum SkipReason: String, CaseIterable, Sendable {
  case optedOut = "opted-out"
  case noConsent = "no-consent"
  case noAddress = "no-address"
  case missingData = "missing-data"
  case holiday
  case holidayBuffer = "holiday-buffer"
  case quietHours = "quiet-hours"
  case notAWorkingDay = "not-a-working-day"
  case frequencyCap = "frequency-cap"
  case recentContact = "recent-contact"
  case complaintOpen = "complaint-open"
  case deceased, bereaved, excluded, household, duplicate, precedence, expired, ended, snoozed
  case noFreshText = "no-fresh-text"
  case capacity
  case calendarUnknown = "calendar-unknown"
  case channelDown = "channel-down"
  case paused, `guard`, hold, erased
}
