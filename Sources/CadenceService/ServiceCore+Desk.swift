import CadenceModel
import CivilTime
import JournalFile
import Logging
import ServiceRuntime

extension ServiceCore.Parts {
  /// Opens the channels of some settings; what is wrong with a credential is logged.
  func openDesk(_ settings: Settings) -> DeliveryDesk {
    if let everything { return DeliveryDesk(everything: everything) }
    let clock = clock
    let opened = DeliveryDesk.open(
      settings, stateFolder: folder.path, credentials: credentials,
      now: { Instant(milliseconds: clock.wall()) })
    for problem in opened.problems { log.error("\(problem)") }
    return opened.desk
  }
}
