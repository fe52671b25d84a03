package import CivilTime

/// What the loader must know of the site to read a customer file.
package struct CustomerContext: Sendable {
  /// Names that the owner column may hold, with the rep's index in ``Settings/reps``.
  package var reps: [String: UInt16]
  /// The rep of customers whose owner is unknown.
  package var defaultRep: UInt16
  /// IANA zone where the record and its place say nothing.
  package var siteZone: String
  /// ISO 3166 code where the record says nothing; also how phones without country are read.
  package var siteCountry: String
  /// BCP 47 tag where the record says nothing.
  package var siteLanguage: String
  /// Extra headers of this site, by the field they hold.
  package var columns: [String: CustomerColumn]
  /// The day of the import: birthdays after it are refused.
  package var today: Day
  /// Whether the files are the shipped sample base.
  package var isSample: Bool
  /// Whether owners are compared with ``reps`` at all; `import` without a config does not.
  package var knowsReps: Bool
  /// The reps' own e-mail addresses, in lower case: no customer is written to there.
  package var repAddresses: Set<String> = []
  /// The reps' own numbers, E.164 without plus sign.
  package var repNumbers: Set<UInt64> = []
  /// Most findings kept a file and severity; the counts go on.
  ///
  /// What is said of a file as a whole is always kept.
  package var findingLimit: Int
  /// Where rejected records and untouched cells are kept, for `import`; nil: nowhere.
  package var shelf: CellShelf?
  /// Whether a file may be a symbolic link: one that somebody names on a command line may.
  package var followsLinks = false
  /// Whether a zone of this name exists.
  package var isKnownZone: @Sendable (String) -> Bool

  /// A context with the defaults of a site in China.
  package init(
    today: Day, reps: [String: UInt16] = [:], defaultRep: UInt16 = 0,
    siteZone: String = "Asia/Shanghai", siteCountry: String = "CN", siteLanguage: String = "zh-CN",
    columns: [String: CustomerColumn] = [:], isSample: Bool = false
  ) {
    self.today = today
    self.reps = reps
    self.defaultRep = defaultRep
    self.siteZone = siteZone
    self.siteCountry = siteCountry
    self.siteLanguage = siteLanguage
    self.columns = columns
    self.isSample = isSample
    knowsReps = !reps.isEmpty
    findingLimit = 1000
    isKnownZone = { ZoneName.exists($0) }
  }
}
