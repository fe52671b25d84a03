package import CadenceModel
package import CivilTime
package import MessageRendering
package import RepReporting

/// Finds recurring messages of which customers have had nearly all texts.
package enum TextShortages {
  private struct Key: Hashable, Comparable {
    let template: String
    let channel: Channel
    let language: String

    static func < (left: Key, right: Key) -> Bool {
      (left.template, left.channel.name, left.language)
        < (right.template, right.channel.name, right.language)
    }
  }

  /// The shortages of a day, those of the most customers first.
  ///
  /// Only messages that come again count: greetings, birthdays and other yearly days, festivals.
  package static func found(
    settings: Settings, roster: Roster, history: History, templates: TemplateLibrary, today: Day
  ) -> [TextShortage] {
    let supply = TextSupply(perYear: 0, restMonths: settings.policy.textRestMonths)
    let recurring = Set(settings.cadences.filter { isRecurring($0) }.map(\.name))
    var found: [Key: TextShortage] = [:]
    for index in roster.customers.indices {
      let customer = roster.customers[index]
      guard let known = history.customers[customer.id], !known.isErased else { continue }
      let used = SentTexts.uses(known)
      guard !used.isEmpty else { continue }
      let tag = Int(customer.language)
      let language = roster.languages.indices.contains(tag) ? roster.languages[tag] : ""
      for (name, channel) in sent(known, recurring) {
        let variants = templates.variants(
          of: name, on: channel, language: language.isEmpty ? settings.site.language : language,
          fallback: settings.site.language)
        guard let first = variants.first else { continue }
        let left = supply.fresh(among: variants, used: used, today: today)
        guard left < 2 else { continue }
        let key = Key(template: name.text, channel: channel, language: first.identity.language)
        var shortage =
          found[key]
          ?? TextShortage(
            template: name, channel: channel, language: key.language, variants: variants.count,
            out: 0, last: 0)
        if left == 0 { shortage.out += 1 } else { shortage.last += 1 }
        found[key] = shortage
      }
    }
    return found.sorted { left, right in
      left.value.out != right.value.out ? left.value.out > right.value.out : left.key < right.key
    }.map(\.value)
  }

  /// Whether a cadence writes to the same customer again and again.
  private static func isRecurring(_ cadence: Cadence) -> Bool {
    switch cadence.trigger {
    case .greeting, .anniversary, .festival: !cadence.isPaused
    case .ladder, .maintenance: false
    }
  }

  /// The templates of recurring messages that a customer has had, each once.
  private static func sent(_ known: CustomerHistory, _ recurring: Set<CadenceName>)
    -> [(TemplateName, Channel)]
  {
    var found: [(TemplateName, Channel)] = []
    for record in known.touches where recurring.contains(record.touch.cadence) {
      guard let template = record.template,
        !found.contains(where: { $0 == template && $1 == record.channel })
      else { continue }
      found.append((template, record.channel))
    }
    return found
  }
}
