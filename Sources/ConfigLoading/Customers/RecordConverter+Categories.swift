import CadenceModel
import CivilTime

extension RecordConverter {
  /// Country, state, zone, language and area.
  mutating func readPlace(_ span: borrowing Span<UInt8>, _ draft: inout Draft) {
    draft.country = context.siteCountry
    var country: UInt16?
    if let range = cell(span, .country) {
      switch countryWord(span, range) {
      case .known(let found): (country, draft.country) = (found.number, found.code)
      case .unknown: warnOnce(.country, "not understood as a country; the site's is used", range)
      }
    }
    draft.customer.country =
      country ?? UInt16(clamping: result.tables.countries.number(context.siteCountry))
    var stateZone: UInt16?
    if let range = cell(span, .province), country != nil || !draft.country.isEmpty,
      case .known(let state) = stateWord(span, range, draft.country)
    {
      draft.customer.region = state.region
      stateZone = state.zone
    }
    draft.customer.zone = zone(span) ?? stateZone ?? countryZone(draft.country)
    draft.customer.language = language(span)
    draft.customer.area = cellArea(span, &draft) ?? area(span)
  }

  /// Owner, source, level, stage, gender and the time to call.
  mutating func readCategories(_ span: borrowing Span<UInt8>, _ draft: inout Draft) {
    draft.customer.rep = rep(span)
    draft.customer.source = source(span)
    if let range = cell(span, .level) {
      if let known = caches.level.value(span, range) {
        draft.customer.level = known
      } else {
        draft.customer.level = CategoryNames.level(text(range))
        caches.level.remember(draft.customer.level, span, range)
      }
    }
    draft.customer.stage = stage(span)
    draft.customer.gender = gender(span)
    guard let range = cell(span, .bestTime) else { return }
    let time: CallTimeCell
    if let known = caches.callTime.value(span, range) {
      time = known
    } else {
      time = CallTimeCell.read(text(range))
      caches.callTime.remember(time, span, range)
    }
    draft.customer.callWindow = time.window
    draft.customer.prefersWeekend = time.prefersWeekend
    if time.isUnclear { warnOnce(.bestTime, "not understood as a time; kept as text", range) }
  }

  private mutating func countryWord(
    _ span: borrowing Span<UInt8>, _ range: Range<Int>
  ) -> CellCaches.Word<(number: UInt16, code: String)> {
    if let known = caches.country.value(span, range) { return known }
    var word = CellCaches.Word<(number: UInt16, code: String)>.unknown
    if let code = PlaceNames.country(text(range)) {
      word = .known((UInt16(clamping: result.tables.countries.number(code)), code))
    }
    caches.country.remember(word, span, range)
    return word
  }

  private mutating func stateWord(
    _ span: borrowing Span<UInt8>, _ range: Range<Int>, _ country: String
  ) -> CellCaches.Word<(region: UInt16, zone: UInt16?)> {
    // The same name may be a state of two countries; the cache is keyed by both.
    guard PlaceNames.hasStates(country: country) else { return .unknown }
    let key = Array(country.utf8) + batch.bytes[range]
    let keySpan = key.span
    if let known = caches.state.value(keySpan, 0..<key.count) { return known }
    var word = CellCaches.Word<(region: UInt16, zone: UInt16?)>.unknown
    if let state = PlaceNames.state(text(range), country: country) {
      let zone = state.zone.map { UInt16(clamping: result.tables.zones.number($0)) }
      word = .known((UInt16(clamping: result.tables.regions.number(state.region)), zone))
    }
    caches.state.remember(word, keySpan, 0..<key.count)
    return word
  }

  private mutating func zone(_ span: borrowing Span<UInt8>) -> UInt16? {
    guard let range = cell(span, .zone) else { return nil }
    let word: CellCaches.Word<UInt16>
    if let known = caches.zone.value(span, range) {
      word = known
    } else {
      let name = CellText.plain(text(range))
      word =
        context.isKnownZone(name)
        ? .known(UInt16(clamping: result.tables.zones.number(name))) : .unknown
      caches.zone.remember(word, span, range)
    }
    if case .known(let number) = word { return number }
    warnOnce(.zone, "no time zone of that name; write one such as Asia/Shanghai", range)
    return nil
  }

  private mutating func countryZone(_ country: String) -> UInt16 {
    let zone = country == context.siteCountry ? nil : PlaceNames.zone(country: country)
    return UInt16(clamping: result.tables.zones.number(zone ?? context.siteZone))
  }

  private mutating func language(_ span: borrowing Span<UInt8>) -> UInt16 {
    if let range = cell(span, .language) {
      let word: CellCaches.Word<UInt16>
      if let known = caches.language.value(span, range) {
        word = known
      } else {
        word =
          CategoryNames.language(text(range)).map {
            .known(UInt16(clamping: result.tables.languages.number($0)))
          } ?? .unknown
        caches.language.remember(word, span, range)
      }
      if case .known(let number) = word { return number }
      warnOnce(.language, "not understood as a language; write a tag such as zh-CN", range)
    }
    return UInt16(clamping: result.tables.languages.number(context.siteLanguage))
  }

  /// City and district together.
  private mutating func area(_ span: borrowing Span<UInt8>) -> UInt32 {
    caches.areaKey.removeAll(keepingCapacity: true)
    for column in [CustomerColumn.city, .district] {
      guard let range = cell(span, column) else { continue }
      if !caches.areaKey.isEmpty { caches.areaKey.append(0x20) }
      for position in range { caches.areaKey.append(span[position]) }
    }
    guard !caches.areaKey.isEmpty else { return 0 }
    let key = caches.areaKey
    let keySpan = key.span
    if let known = caches.area.value(keySpan, 0..<key.count) { return known }
    let name = CellText.cleaned(String(decoding: key, as: UTF8.self), keepsLines: true)
    let number = UInt32(clamping: result.tables.areas.number(name))
    caches.area.remember(number, keySpan, 0..<key.count)
    return number
  }

  private mutating func rep(_ span: borrowing Span<UInt8>) -> UInt16 {
    guard let range = cell(span, .rep), context.knowsReps else { return context.defaultRep }
    let word: CellCaches.Word<UInt16>
    if let known = caches.rep.value(span, range) {
      word = known
    } else {
      let name = CellText.cleaned(text(range))
      word = (context.reps[name] ?? context.reps[name.lowercased()]).map { .known($0) } ?? .unknown
      caches.rep.remember(word, span, range)
    }
    if case .known(let number) = word { return number }
    warnOnce(.rep, "no rep of that name in reps.yaml; the default rep takes the customer", range)
    return context.defaultRep
  }

  private mutating func source(_ span: borrowing Span<UInt8>) -> UInt16 {
    guard let range = cell(span, .source) else { return 0 }
    let found: (number: UInt16, isListed: Bool)
    if let known = caches.source.value(span, range) {
      found = known
    } else {
      let (name, isListed) = CategoryNames.source(text(range))
      found = (UInt16(clamping: result.tables.sources.number(name)), isListed)
      caches.source.remember(found, span, range)
    }
    if !found.isListed { warnOnce(.source, "not in the list of sources; kept as written", range) }
    return found.number
  }

  private mutating func stage(_ span: borrowing Span<UInt8>) -> CustomerStage {
    guard let range = cell(span, .stage) ?? cell(span, .dealStatus) else { return .suspect }
    let word: CellCaches.Word<CustomerStage>
    if let known = caches.stage.value(span, range) {
      word = known
    } else {
      word = CategoryNames.stage(text(range)).map { .known($0) } ?? .unknown
      caches.stage.remember(word, span, range)
    }
    if case .known(let stage) = word { return stage }
    if cell(span, .stage) != nil {
      warnOnce(.stage, "not in the list of stages; taken for a suspect", range)
    }
    return .suspect
  }

  private mutating func gender(_ span: borrowing Span<UInt8>) -> Gender {
    guard let range = cell(span, .gender) else { return .unknown }
    let word: CellCaches.Word<Gender>
    if let known = caches.gender.value(span, range) {
      word = known
    } else {
      word = CategoryNames.gender(text(range)).map { .known($0) } ?? .unknown
      caches.gender.remember(word, span, range)
    }
    if case .known(let gender) = word { return gender }
    warnOnce(.gender, "not understood; left open", range)
    return .unknown
  }

  /// Consents, refusals and opt-outs; an opt-out wins over a consent.
  mutating func readConsents(_ span: borrowing Span<UInt8>, _ draft: inout Draft) {
    let columns: [(CustomerColumn, Channel)] = [
      (.smsConsent, .sms), (.callConsent, .call), (.chatConsent, .chat), (.emailConsent, .email),
    ]
    for (column, channel) in columns {
      guard let isGiven = consent(span, column) else { continue }
      if isGiven {
        draft.customer.consented.insert(ChannelSet(channel))
      } else {
        draft.customer.refused.insert(ChannelSet(channel))
      }
    }
    if consent(span, .emailOptOut) == true { draft.customer.optedOut.insert(ChannelSet(.email)) }
    guard let range = cell(span, .optOutChannels) else { return }
    let found: (set: ChannelSet, unknown: [String])
    if let known = caches.channels.value(span, range) {
      found = known
    } else {
      found = CategoryNames.channels(text(range))
      caches.channels.remember(found, span, range)
    }
    draft.customer.optedOut.formUnion(found.set)
    if !found.unknown.isEmpty {
      // Whoever wrote something here wants less contact: nothing is sent rather than guessed.
      draft.customer.optedOut.formUnion(.all)
      warn(.optOutChannels, "a channel that is not known; all channels count as opted out", range)
    }
  }

  private mutating func consent(_ span: borrowing Span<UInt8>, _ column: CustomerColumn) -> Bool? {
    guard let range = cell(span, column) else { return nil }
    let word: CellCaches.Word<Bool>
    if let known = caches.consent.value(span, range) {
      word = known
    } else {
      word = CategoryNames.consent(text(range)).map { .known($0) } ?? .unknown
      caches.consent.remember(word, span, range)
    }
    if case .known(let isGiven) = word { return isGiven }
    if !CellText.isPlaceholder(CellText.plain(text(range))) {
      warnOnce(column, "neither yes nor no; counts as no consent", range)
    }
    return nil
  }
}
