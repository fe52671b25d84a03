import CadenceModel

extension SkipReason {
  /// Words for `explain`.
  package var sentence: String {
    switch self {
    case .optedOut: "the customer opted out of it"
    case .noConsent: "there is no consent for any of its channels"
    case .noAddress: "no address or number that works is on file for any of its channels"
    case .missingData: "a fact that it needs is not on file"
    case .holiday: "the day is a public holiday"
    case .holidayBuffer: "a public holiday or a festival kept free is too near"
    case .quietHours: "it would fall outside the send windows of the customer's zone"
    case .notAWorkingDay: "the day is not a working day"
    case .frequencyCap: "the customer got as many messages as the frequency caps allow"
    case .recentContact: "another contact is too near"
    case .complaintOpen: "a complaint is open, and nothing promotional goes out meanwhile"
    case .deceased: "the customer has died"
    case .bereaved: "the customer is in mourning"
    case .excluded: "the cadence's audience leaves this customer out by name"
    case .household: "another customer with the same number gets it"
    case .duplicate: "another member of the household is congratulated for the same person"
    case .precedence: "something of higher precedence is planned too near"
    case .expired: "its time went by"
    case .ended: "what happened since has ended the cadence"
    case .snoozed: "it was put off"
    case .noFreshText: "every text was used within the rest period"
    case .capacity: "the rep has no room left"
    case .calendarUnknown: "the official calendar of these days is not known yet"
    case .channelDown: "the channel is out of order"
    case .paused: "the cadence is paused"
    case .guard: "a guard of the service holds it back"
    case .hold: "an operator holds all sending"
    case .erased: "the customer was erased on request"
    }
  }
}
