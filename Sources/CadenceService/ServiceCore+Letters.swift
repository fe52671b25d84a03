import CadenceModel
import JournalFile
import Logging
import TouchJournal

/// What customers write by mail: the same as an answer by SMS (product row C7).
extension ServiceCore {
  /// Books what somebody wrote when the sender's address is on file; else only counts it.
  func take(_ letter: ReturnedMail.Letter, whenDurable waiter: DurabilityWaiter) -> ControlReply {
    let holders = addresses["mail:\(letter.from)"] ?? []
    let customers = holders.map { roster.customers[$0].id }
    guard !customers.isEmpty else {
      count("mail-unknown")
      log.info("a mail came in from an address that nobody on file has")
      return ControlReply(lines: ["ignored: nobody on file has the sender's address"])
    }
    guard !isOnLastRoom else {
      return ControlReply(
        exitCode: 74, problems: ["the disk is full: nothing is taken until there is room"])
    }
    guard let marks = marks() else {
      return ControlReply(exitCode: 74, problems: ["the key of the marks cannot be read"])
    }
    let content = marks.mark("letter \(letter.from)\n\(letter.subject)\n\(letter.text)")
    // A mail without an id is known by what it says.
    let event = letter.id.isEmpty ? content : marks.mark("letter \(letter.id)")
    guard state.incoming.content(of: event) == nil else {
      count("repeated")
      return ControlReply(lines: ["known already"])
    }
    do throws(JournalProblem) {
      var drafts = try entries(
        of: customers, on: .email, wish(letter), words: letter.words, whole: letter.whole)
      drafts[0] = drafts[0].called(event: event, content: content)
      guard let entries = append(drafts, whenDurable: { waiter.finish($0) }) else {
        return ControlReply(exitCode: 74, problems: [journalTrouble ?? "the journal is closed"])
      }
      log.notice("a customer wrote by mail")
      follow(customers)
      return ControlReply(lines: ["written"], number: entries.first?.number)
    } catch {
      journalFailed(error)
      return ControlReply(exitCode: 74, problems: [error.text])
    }
  }

  /// Who says nothing but stop, perhaps with a name below it, is opted out; who says it among other things is
  /// read by somebody first.
  private func wish(_ letter: ReturnedMail.Letter) -> OptOutPhrase {
    let whole = OptOutPhrase(letter.words)
    return OptOutPhrase(letter.firstWords) == .stop ? .stop : whole
  }
}

extension ReturnedMail.Letter {
  /// Subject and text, as they are kept.
  fileprivate var whole: String {
    [subject, text].filter { !$0.isEmpty }.joined(separator: "\n")
  }
}
