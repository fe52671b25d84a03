/// What a recorded fact means for the next step, beyond its kind: a closed list that ladders open on
/// and end with.
package enum Signal: UInt8, CaseIterable, Sendable {
  /// A call heard some need, or a clear one.
  case needSome, needClear
  /// A visit heard any need.
  case newNeed
  /// The customer asked to be called at a certain moment.
  case callBack
  /// A visit was agreed for a day, or is welcome without one.
  case visitAgreed, visitWelcome
  /// Cold, and no visit wanted; or calls were opted out of.
  case refusal
  case wrongNumber
  /// A call reached the customer.
  case reached
  /// A call brought a promise with a deadline.
  case promised
  /// Less was perceived than expected, or as much.
  case dissatisfied, satisfied
  /// A visit found a defect.
  case defect
  case lostLetGo, lostLeft, lostPoached, lostDrawnAway, lostForced
  case occasionMovingIn, occasionReunion, occasionExam, occasionOpening, occasionIllness
  case occasionTravel, occasionOther
  /// Something bought was, or will be, installed on a day.
  case installed
  /// Somebody whom the customer had introduced has bought.
  case referralBought

  /// The name in config: `need-clear`, `lost-drawn-away`.
  package var name: String {
    String(describing: self).reduce(into: "") { name, letter in
      name += letter.isUppercase ? "-" + letter.lowercased() : String(letter)
    }
  }

  /// Whether a ladder that is under way goes on with it, rather than beginning anew.
  package static let needs: SignalSet = [.init(.needSome), .init(.needClear), .init(.newNeed)]
}

/// A set of signals in eight bytes.
package struct SignalSet: OptionSet, Hashable, Sendable {
  /// One bit a signal, by ``Signal/rawValue``.
  package let rawValue: UInt64

  /// A set from its bits.
  package init(rawValue: UInt64) { self.rawValue = rawValue }

  /// The set of one signal.
  package init(_ signal: Signal) { self.init(rawValue: 1 << UInt64(signal.rawValue)) }

  /// The set of some signals.
  package init(_ signals: some Sequence<Signal>) {
    self = signals.reduce(into: []) { $0.insert(SignalSet($1)) }
  }

  /// Whether a signal is in the set.
  package func contains(_ signal: Signal) -> Bool { contains(SignalSet(signal)) }

  /// The signals in declared order.
  package var signals: [Signal] { Signal.allCases.filter { contains($0) } }
}

extension Fact {
  /// What the fact means for the next step.
  ///
  /// Never ``Signal/referralBought``: that is a matter of two customers.
  package var signals: SignalSet {
    var found = SignalSet()
    func add(_ signal: Signal) { found.insert(SignalSet(signal)) }
    switch detail {
    case .call(let report): found = report.signals
    case .visit(let report):
      if report.need == .some || report.need == .clear { add(.newNeed) }
      if report.condition == .defect { add(.defect) }
      if let answer = report.satisfaction { add(answer.signal) }
    case .survey(let answer): add(answer.signal)
    case .resolved(let answer): if let answer { add(answer.signal) }
    case .lost(let loss, _): if let loss { add(loss.signal) }
    case .occasion(let name, _): add(name.signal)
    case .purchase(let purchase): if purchase.installed != nil { add(.installed) }
    case .optOut(let channel, _): if channel == nil || channel == .call { add(.refusal) }
    default: break
    }
    return found
  }
}

extension CallReport {
  fileprivate var signals: SignalSet {
    var found = SignalSet()
    func add(_ signal: Signal, if holds: Bool) { if holds { found.insert(SignalSet(signal)) } }
    add(.reached, if: outcome == .reached || outcome == .callBack)
    add(.callBack, if: outcome == .callBack && callBack != nil)
    add(.wrongNumber, if: outcome == .wrongNumber)
    add(.needSome, if: need == .some)
    add(.needClear, if: need == .clear)
    add(.visitAgreed, if: visitOn != nil)
    add(.visitWelcome, if: visitWelcome == true && visitOn == nil)
    add(.refusal, if: attitude == .cold && visitWelcome == false)
    add(.promised, if: promise != nil)
    return found
  }
}

extension Satisfaction {
  /// Below one, or not: perceived by expected.
  fileprivate var signal: Signal { perceived < expected ? .dissatisfied : .satisfied }
}

extension LossKind {
  fileprivate var signal: Signal {
    switch self {
    case .letGo: .lostLetGo
    case .left: .lostLeft
    case .poached: .lostPoached
    case .drawnAway: .lostDrawnAway
    case .forced: .lostForced
    }
  }
}

extension OccasionName {
  fileprivate var signal: Signal {
    switch self {
    case .movingIn: .occasionMovingIn
    case .reunion: .occasionReunion
    case .exam: .occasionExam
    case .opening: .occasionOpening
    case .illness: .occasionIllness
    case .travel: .occasionTravel
    case .other: .occasionOther
    }
  }
}

/// What a ladder opens on or ends with: a kind of fact, or a signal.
package enum LadderEvent: Hashable, Sendable {
  case fact(FactKind)
  case signal(Signal)

  /// The name in config.
  package var name: String {
    switch self {
    case .fact(let kind): kind.name
    case .signal(let signal): signal.name
    }
  }

  /// All of them, facts first.
  package static let all =
    FactKind.allCases.map { LadderEvent.fact($0) } + Signal.allCases.map { .signal($0) }
}
