import Logging

extension ServiceCore {
  /// Takes the word of the check of sealed files: nil when all is right.
  ///
  /// Damage there means what it means at a start: nothing goes to customers until a human has looked.
  func judgeSealedFiles(_ finding: String?) {
    guard let finding else {
      log.info("the sealed files of the journal were verified")
      // A backup was put back since the damage was found.
      open(HoldReason.journalDamage)
      return
    }
    log.critical("the journal is damaged: \(finding)")
    shut(HoldReason.journalDamage, details: [finding])
    // One that holds already, from an earlier start, is told again, once a day.
    alert(.held(HoldReason.journalDamage, [finding]))
  }
}
