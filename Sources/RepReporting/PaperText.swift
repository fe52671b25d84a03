package import CadenceModel
package import CivilTime

/// For which task a text is wanted.
package struct PaperQuestion: Sendable {
  /// The task.
  package var touch: TouchID
  /// Index of the customer.
  package var customer: Int
  /// Card, letter, or gift, with which a card goes.
  package var channel: Channel
  /// What its step names; nil: it has no text.
  package var template: TemplateName?
  /// The customer's day.
  package var day: Day
  /// What it is about.
  package var occurrence: Occurrence

  /// A question of these parts.
  package init(
    touch: TouchID, customer: Int, channel: Channel, template: TemplateName?, day: Day,
    occurrence: Occurrence
  ) {
    self.touch = touch
    self.customer = customer
    self.channel = channel
    self.template = template
    self.day = day
    self.occurrence = occurrence
  }
}

/// What a rep may write on a card or in a letter.
package enum PaperText: Hashable, Sendable {
  /// The lines of a text, and which one it is.
  case text([String], id: String)
  /// Every text of that name was used for this customer, or needs what is not known of the customer.
  case usedUp(TemplateName)
}

extension DigestReader {
  /// The text proposed for a task, none of which this digest has given the customer already.
  func paper(
    _ touch: PlannedTouch, _ step: Step, _ id: TouchID, given: [String]
  ) -> PaperText? {
    guard let template = step.template, touch.channel.isOnPaper || touch.channel == .gift else {
      return nil
    }
    let customer = Int(touch.customer)
    let question = PaperQuestion(
      touch: id, customer: customer, channel: touch.channel, template: template, day: touch.day,
      occurrence: touch.occurrence)
    return input.paperText(question, input.customer(customer), given)
  }
}
