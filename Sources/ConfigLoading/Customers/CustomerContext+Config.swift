package import CadenceModel
package import CivilTime

extension CustomerContext {
  /// What a config says about reps, place and headers, for customer files read on a day.
  package init(_ settings: Settings, _ sources: CustomerSources, today: Day) {
    var reps: [String: UInt16] = [:]
    for (index, rep) in settings.reps.enumerated() {
      for name in rep.names + [rep.id.text] { reps[name] = UInt16(clamping: index) }
    }
    var columns: [String: CustomerColumn] = [:]
    for pair in sources.columns { columns[pair.value.name] = pair.value.value }
    self.init(
      today: today, reps: reps, defaultRep: settings.defaultRep, siteZone: settings.site.zone,
      siteCountry: settings.site.country, siteLanguage: settings.site.language, columns: columns,
      isSample: sources.sample)
    repAddresses = Set(settings.reps.compactMap { $0.email?.lowercased() })
    repNumbers = Set(settings.reps.compactMap { UInt64($0.phone?.dropFirst() ?? "") })
  }
}
