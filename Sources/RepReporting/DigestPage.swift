/// A mail to a rep or an admin before it is laid out: the same parts become text and HTML.
package struct DigestPage: Sendable, Equatable {
  /// BCP 47 tag of the words.
  package var language: String
  /// The mail's subject.
  package var subject: String
  /// The heading.
  package var title: String
  /// One line under the heading: the whole day in a sentence.
  package var lead: String
  /// What follows, in order.
  package var parts: [Part] = []
  /// Small lines at the end.
  package var footer: [String] = []

  /// A page of these words, without parts yet.
  package init(language: String, subject: String, title: String, lead: String) {
    self.language = language
    self.subject = subject
    self.title = title
    self.lead = lead
  }

  /// One part of a page.
  package enum Part: Sendable, Equatable {
    /// Something that must not be overlooked.
    case notice(String)
    /// A headed list of tasks, with a line under the heading if not empty.
    case tasks(title: String, note: String, cards: [TaskCard])
    /// A headed table with a line under the heading if not empty; the first column names the row, the
    /// others are figures.
    case table(title: String, note: String, columns: [String], rows: [[String]])
    /// A list of lines, headed if the title is not empty.
    case lines(title: String, [Line])
  }

  /// A line that may lead with something to tap.
  package struct Line: Sendable, Equatable {
    /// The words.
    package var text: String
    /// A number to call, shown after the words.
    package var phone: Phone?

    /// A line of words, with a number if one belongs to it.
    package init(_ text: String, phone: Phone? = nil) {
      self.text = text
      self.phone = phone
    }
  }

  /// A phone number as it is read and as it is dialled.
  package struct Phone: Sendable, Equatable {
    /// With its label and blanks between groups: `154 0002 8179`.
    package var shown: String
    /// What follows `tel:`.
    package var dialled: String
  }

  /// A task in words.
  package struct TaskCard: Sendable, Equatable {
    /// The number by which it is answered.
    package var number: Int
    /// When: `10:20`, or `上午`.
    package var time: String
    /// The customer's name.
    package var name: String
    /// Stage, level, and whose task it is if not the reader's.
    package var badges: [String]
    /// Whether it stands out: a complaint, a promise, something overdue.
    package var isPressing: Bool
    /// What is to be done, in a few words.
    package var title: String
    /// Why it is there.
    package var why: String
    /// Earlier contacts.
    package var history: String
    /// Numbers to call, the first the best.
    package var phones: [Phone]
    /// Further labelled facts: address, best time.
    package var facts: [Fact]
    /// The label before ``say``.
    package var sayLabel: String
    /// What to say.
    package var say: [String]
    /// The touch id.
    package var reference: String
  }

  /// A labelled fact.
  package struct Fact: Sendable, Equatable {
    /// The label, such as `Address`.
    package var label: String
    /// The value.
    package var value: String
  }
}
