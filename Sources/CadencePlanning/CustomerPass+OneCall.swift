import CadenceModel
import CivilTime

extension CustomerPass {
  /// A call that is due, before those of one day are put together.
  struct Call {
    let slot: Slot
    let touch: PlannedTouch
  }

  /// Hands out a customer's calls, those of one day as one: the first by precedence is made, and the
  /// others are done with it. What was agreed for another minute stays a call of its own.
  mutating func handOutCalls() {
    var made: [Call] = []
    // An agreed minute cannot move to another call, so agreed ones take others along.
    let order = calls.indices.sorted { left, right in
      let (a, b) = (calls[left].touch.isAgreed, calls[right].touch.isAgreed)
      return a == b ? left < right : a
    }
    var without: [(call: Call, with: Call)] = []
    for place in order {
      let call = calls[place]
      let host = made.first { other in
        other.touch.day == call.touch.day
          && (!call.touch.isAgreed || other.touch.minute == call.touch.minute)
      }
      if let host { without.append((call, host)) } else { made.append(call) }
    }
    for call in made where isWanted(call.slot.cadence) { emit(call.slot, call.touch) }
    for (call, host) in without {
      if isWanted(host.slot.cadence) {
        joined.append(JoinedTouch(touch: call.touch, with: host.touch))
      }
      guard isWanted(call.slot.cadence) else { continue }
      note(
        call.slot, call.touch.day, "one-call", .move,
        "it is done with the call of \(host.slot.cadence.cadence.name) on that day")
    }
    calls.removeAll(keepingCapacity: true)
  }
}
