package import CadenceModel

/// What a gateway reports.
package enum HookEvent: Hashable, Sendable {
  /// What became of a message.
  case receipt(Receipt)
  /// A customer's message.
  case reply(Reply)

  /// What became of a message.
  package struct Receipt: Hashable, Sendable {
    /// Our own id of the message, where the gateway gave it back.
    package var touch: TouchID?
    /// The gateway's.
    package var remote: String?
    /// What became of it.
    package var meaning: GatewayHook.Meaning
    /// The reason's code.
    package var code: String?

    /// A receipt of these parts.
    package init(
      touch: TouchID?, remote: String? = nil, meaning: GatewayHook.Meaning, code: String? = nil
    ) {
      self.touch = touch
      self.remote = remote
      self.meaning = meaning
      self.code = code
    }
  }

  /// A customer's message.
  package struct Reply: Hashable, Sendable {
    /// The sender's number as the gateway writes it.
    package var from: String
    /// What it says.
    package var text: String

    /// A message of somebody.
    package init(from: String, text: String) {
      self.from = from
      self.text = text
    }
  }
}

/// Reads the calls of a gateway by its hook.
struct HookReader {
  let hook: GatewayHook

  /// The events of a call, each with the id that the gateway gave it; nil when it cannot be read.
  func events(query: ArraySlice<UInt8>, body: [UInt8], type: String?) -> [(HookEvent?, String?)]? {
    guard let query = CallFields(form: query) else { return nil }
    let kind = type?.lowercased().prefix { $0 != ";" }.filter { $0 != " " }
    let calls: [CallFields]
    if body.isEmpty {
      calls = [query]
    } else if kind == "application/x-www-form-urlencoded" {
      guard let form = CallFields(form: body[...]), let all = query.joined(form) else { return nil }
      calls = [all]
    } else if kind == "application/json" {
      guard let objects = StrictJSON.objects(body) else { return nil }
      let joined = objects.map { CallFields(json: $0).joined(query) }
      guard !joined.contains(nil) else { return nil }
      calls = joined.compactMap(\.self)
    } else {
      return nil
    }
    let events = calls.map { ($0, event($0)) }
    guard events.allSatisfy({ $0.1 != nil }) else { return nil }
    return events.map { fields, event in
      guard case .reply? = event.flatMap(\.self) else { return (event.flatMap(\.self), nil) }
      return (event.flatMap(\.self), fields[hook.event])
    }
  }

  /// Nil outside: no event at all; nil inside: one that changes nothing.
  private func event(_ fields: CallFields) -> HookEvent?? {
    if let status = fields[hook.status] {
      guard let meaning = hook.meaning(of: status), meaning != .pending else { return .some(nil) }
      let touch = fields[hook.reference].flatMap { MessageReference.touch(in: $0) }
      return .receipt(
        HookEvent.Receipt(
          touch: touch, remote: fields[hook.messageID].map(HookWord.plain), meaning: meaning,
          code: fields[hook.code].map(HookWord.plain)))
    }
    guard let from = fields[hook.from], from.utf8.count <= 40 else { return nil }
    guard let text = fields.values[hook.text] == nil ? "" : fields.text(hook) else { return nil }
    return .reply(HookEvent.Reply(from: from, text: text))
  }
}
