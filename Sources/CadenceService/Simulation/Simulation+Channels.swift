import CadenceModel
import CivilTime
import ConfigLoading
import JournalFile
import TouchDelivery

extension Simulation {
  /// How long a message takes when nothing is wrong, in milliseconds.
  private static let messageTime: Int64 = 5

  /// Takes messages one by one until the core hands over no more.
  func settle() {
    while failure == nil {
      // Lets the core finish what the last report set off.
      onCore { _ in }
      guard let job = channels.take() else { return }
      deliver(job)
    }
  }

  /// One try of one message, with what the faults of the day do to it.
  private func deliver(_ job: SimulatedChannels.Job) {
    clock.advance(by: Self.messageTime)
    let cut = cutPoint()
    if cut == 0 { return crash() }
    guard job.hooks.attempt() else { return job.completion(SimulatedChannels.stopped) }
    if cut == 1 { return crash() }
    switch trouble(of: job.message.channel) {
    case .down:
      tally.count("service", "tries while down")
      job.completion(
        DeliveryReport(
          .unsent(reason: "connection refused", endpointFault: true, openNow: false)))
    case .refusing:
      tally.count("service", "tries refused")
      job.completion(
        DeliveryReport(.deferred(reason: "451 4.7.1 try again later", retryAfter: nil)))
    case .slow: cross(job, cut: cut, delay: SimulationFault.slowness)
    case nil: cross(job, cut: cut, delay: 0)
    }
  }

  /// The point of no return and what follows it.
  private func cross(_ job: SimulatedChannels.Job, cut: Int?, delay: Int) {
    guard job.hooks.cross() else { return job.completion(SimulatedChannels.stopped) }
    if cut == 2 { return crash() }
    let day = zone.local(at: clock.moment.adding(milliseconds: clock.shift)).day
    let report: DeliveryReport
    do throws(OutboxFailure) {
      report = DeliveryReport(
        .accepted(reference: try outbox.write(job.message, day: day.description)))
    } catch {
      failure = .cannotWrite(file: options.folder + "/outbox", call: "write", code: 0)
      return
    }
    arrived(job.message, on: day)
    if cut != nil { return crash() }
    guard delay > 0 else { return job.completion(report) }
    let completion = job.completion
    landing.append((clock.moment.adding(seconds: delay), { completion(report) }))
  }

  /// Counts a message that stands in the outbox, and lets the customer react.
  private func arrived(_ message: OutgoingMessage, on day: Day) {
    guard let touch = TouchID(text: message.touch), !HouseTouch.isOne(touch) else { return }
    tally.count("messages", message.channel.name)
    let roster = options.site.roster
    guard let index = roster.index(of: touch.customer) else { return }
    let rep = repID(Int(roster.customers[index].rep))
    load.count(LoadTable.Key(day: day, rep: rep, channel: message.channel, isSend: true))
    guard case .typical = options.outcomes,
      let record = people.reaction(to: touch, on: message.channel, at: clock.moment)
    else { return }
    add([record])
  }

  /// Where the try now beginning is cut off by a killing that is due; nil when none is.
  private func cutPoint() -> Int? {
    guard crashBy != nil else { return nil }
    var numbers = SimulatedNumbers(seed: options.seed, stream: UInt64(2_000_003 + crashes))
    return numbers.below(4)
  }

  /// A rep by index into the settings.
  func repID(_ index: Int) -> RepID {
    let reps = options.settings.reps
    return reps.indices.contains(index) ? reps[index].id : "-"
  }
}
