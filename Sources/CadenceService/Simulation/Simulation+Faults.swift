import CadenceModel
import CivilTime

extension Simulation {
  /// Puts the faults that strike at a moment in order.
  func arrangeFaults() {
    strikes = options.faults.compactMap { fault in
      switch fault {
      case .crash(let moment), .clockJump(let moment, _): (zone.instant(of: moment), fault)
      case .endpoint: nil
      }
    }
    strikes.sort { $0.at > $1.at }
  }

  /// Lets a fault strike.
  func hit(_ fault: SimulationFault) {
    switch fault {
    case .crash: crashBy = clock.moment.adding(seconds: 86_400)
    case .clockJump(_, let seconds):
      tally.count("service", "clock jump")
      clock.jump(by: Int64(seconds) * 1000)
    case .endpoint: break
    }
  }

  /// What is wrong with a channel today; nil when nothing is.
  func trouble(of channel: Channel) -> SimulationFault.Trouble? {
    let today = zone.local(at: clock.moment).day
    let endpoint: SimulationFault.Endpoint = channel == .email ? .relay : .gateway
    for case .endpoint(endpoint, let trouble, let first, let last) in options.faults
    where first <= today && today <= last {
      return trouble
    }
    return nil
  }
}
