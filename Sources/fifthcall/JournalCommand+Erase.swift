import ArgumentParser
import CadenceModel
import CadenceService
import JournalFile

extension JournalCommand {
  /// `journal erase`: destroys what is kept of a person, for ever.
  struct Erase: ParsableCommand {
    static let configuration = CommandConfiguration(
      abstract: "Erases a person: what is sealed of them can never be read again.",
      discussion: """
        Ends what is open, destroys the person's key, removes their messages from the outbox, and
        leaves the journal's chain as it is: it holds ids only. Take the person out of the customer
        file as well; should a later file bring them back, they are known by a keyed hash of their
        numbers and mail addresses and skipped (reason erased).

        Answers {"n":…} once done, with or without a running service. It cannot be undone. Exit code
        73: a message in the outbox could not be removed; all else is done. Mend what is said, and
        erase again.
        """)

    @Argument(help: "The customer's id.")
    var customer: String

    @OptionGroup var site: SiteOptions

    func run() throws {
      let client = try JournalCommand.answering { () throws(JournalProblem) in
        try RecordClient(state: site.stateFolder)
      }
      switch try answer(client) {
      case .recorded(let number): try LineOutput.line("{\"n\":\(number)}")
      case .refused(let problems, let exitCode):
        problems.forEach { StandardError.write($0) }
        throw ExitCode(exitCode)
      }
    }

    private func answer(_ client: RecordClient) throws -> RecordClient.Answer {
      if let answer = client.ask(.erase(customer: customer)) { return answer }
      let reading = try SiteReading(site)
      let answer = try JournalCommand.answering { () throws(JournalProblem) in
        try client.erase(
          CustomerID(customer), settings: reading.settings, roster: reading.roster)
      }
      if let answer { return answer }
      let near = NearestName.hint(customer, in: reading.roster.customers.lazy.map(\.id.text))
      return .refused(["unknown customer \(customer)\(near)"], exitCode: 65)
    }
  }
}
