package import CadenceModel
package import CivilTime

/// What a rep wants to know at the door (product row E5): the profile sheet of a visit task.
package struct VisitSheet: Hashable, Sendable {
  /// The customer's full years; nil where the year of birth is not on file.
  package var age: Int?
  /// The family on file, those who have died left out.
  package var family: [Relative] = []
  /// Other customers of the household, by index into the roster.
  package var housemates: [Int] = []
  /// Where the customer works.
  package var employer = ""
  /// The interests on file.
  package var interests: [String] = []
  /// What is installed, the oldest first.
  package var things: [Thing] = []
  /// The last purchases, the newest first.
  package var purchases: [Bought] = []
  /// What the last visit found.
  package var lastVisit: Visited?
  /// The last answer on satisfaction that came after that visit.
  package var survey: Marks?
  /// Complaints and promises that are open.
  package var open: [OpenMatter] = []
  /// The need last heard, if there is one.
  package var need: Needed?
  /// What was given lately, the newest first.
  package var gifts: [Given] = []
  /// Ways that the customer wants nobody to come on.
  package var shunned: [Channel] = []
  /// Titles of what the customer wants no more, with the channel where it is only one.
  package var unwanted: [Unwanted] = []
  /// Members of the family who have died.
  package var dead: [Relative] = []
  /// What the customer file notes.
  package var notes = ""

  /// A sheet on which nothing stands yet.
  package init() {}

  /// A member of the family.
  package struct Relative: Hashable, Sendable {
    /// Who it is.
    package var relation: Relation
    /// The name; empty if not on file.
    package var name: String
    /// Full years, if known.
    package var age: Int?
  }

  /// Something installed.
  package struct Thing: Hashable, Sendable {
    /// What it is; empty if not on file.
    package var product: String
    /// Since when.
    package var installed: Day
    /// The warranty's last day, if known.
    package var warrantyUntil: Day?
  }

  /// Something bought.
  package struct Bought: Hashable, Sendable {
    /// When.
    package var day: Day
    /// What; empty if not said.
    package var product: String
    /// What was paid, if known.
    package var amount: Amount?
  }

  /// What a visit found.
  package struct Visited: Hashable, Sendable {
    /// When.
    package var day: Day
    /// How the product is used, in the rep's words.
    package var usage: String
    /// Its condition.
    package var condition: Condition?
    /// How it was liked.
    package var satisfaction: Satisfaction?
    /// What the rep noted.
    package var note: String
  }

  /// An answer on satisfaction.
  package struct Marks: Hashable, Sendable {
    /// When.
    package var day: Day
    /// Both marks.
    package var satisfaction: Satisfaction
  }

  /// A complaint or promise that is open.
  package struct OpenMatter: Hashable, Sendable {
    /// Complaint, or what brought the promise: promise or call.
    package var kind: FactKind
    /// Since when.
    package var since: Day
    /// By when something was promised.
    package var by: LocalTime?
    /// What it is about; empty if not said.
    package var about: String
  }

  /// A need.
  package struct Needed: Hashable, Sendable {
    /// How much.
    package var need: Need
    /// When it was heard.
    package var day: Day
    /// What was said of it.
    package var words: String
  }

  /// Something given.
  package struct Given: Hashable, Sendable {
    /// When.
    package var day: Day
    /// Gift, card or letter.
    package var kind: FactKind
    /// The gift's id in `gifts.yaml`, if it is of the list.
    package var item: String?
    /// What it was in the rep's words.
    package var what: String
  }

  /// Something that the customer wants no more.
  package struct Unwanted: Hashable, Sendable {
    /// The cadence's title.
    package var title: String
    /// The channel; nil: all.
    package var channel: Channel?
  }
}
