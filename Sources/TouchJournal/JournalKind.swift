package import CadenceModel

/// What an entry tells: the contract's kinds, and any that a newer program of this version wrote.
package struct JournalKind: Hashable, Sendable, CustomStringConvertible {
  /// The name in the line.
  package let name: String

  /// The kind of that name, known or not.
  package init(_ name: String) { self.name = name }

  /// The kind of a recorded fact.
  package init(_ fact: FactKind) { name = fact.name }

  /// The name.
  package var description: String { name }

  /// The service started.
  package static let start = JournalKind("start")
  /// The service stopped in good order.
  package static let stop = JournalKind("stop")
  /// A message was composed and sealed; it will be sent.
  package static let intent = JournalKind("intent")
  /// A try begins; durable before the first byte to the network.
  package static let attempt = JournalKind("attempt")
  /// The point of no return; durable before the final dot or the request.
  package static let cross = JournalKind("cross")
  /// How a try, or the touch, ended.
  package static let outcome = JournalKind("outcome")
  /// Nothing more will be done for a touch, by a rep's report or a human's decision.
  package static let settled = JournalKind("settled")
  /// Somebody wants a message that was refused or given up to be tried anew.
  package static let retry = JournalKind("retry")
  /// A recorded fact is taken back.
  package static let retracted = JournalKind("retracted")
  /// A message came in.
  package static let reply = JournalKind("reply")
  /// The relay or gateway reported on a message.
  package static let receipt = JournalKind("receipt")
  /// A digest went out.
  package static let digest = JournalKind("digest")
  /// New settings were taken over, or refused.
  package static let reload = JournalKind("reload")
  /// Customer channels were shut.
  package static let hold = JournalKind("hold")
  /// Customer channels were opened again.
  package static let release = JournalKind("release")
  /// A person was erased.
  package static let erased = JournalKind("erased")
  /// A segment file begins.
  package static let segment = JournalKind("segment")
  /// A segment file ends and is never written again.
  package static let seal = JournalKind("seal")
  /// A torn tail was cut.
  package static let repair = JournalKind("repair")
}
