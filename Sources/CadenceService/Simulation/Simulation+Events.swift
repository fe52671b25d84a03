import CadenceModel
import CadencePlanning
import CivilTime
import ConfigLoading
import Logging
import RepReporting
import TouchJournal

extension Simulation {
  /// The next moment at which anything happens; an hour from now at the latest, so that the
  /// service looks at its clock.
  func nextMoment() -> Instant {
    let now = clock.moment
    let shift = clock.shift
    let due = onCore { $0.nextMoment(after: $0.now) }.adding(milliseconds: -shift)
    let moments = [
      due > now ? due : now.adding(seconds: 1), now.adding(seconds: 3600), nextMorning,
      script.last?.at, strikes.last?.at, crashBy, landing.first?.at,
    ]
    return max(moments.compactMap(\.self).min() ?? end, now)
  }

  /// Everything but the service's own that happens by now.
  func happen() {
    let now = clock.moment
    while let strike = strikes.last, strike.at <= now {
      strikes.removeLast()
      hit(strike.fault)
    }
    if let crashBy, crashBy <= now { crash() }
    while let message = landing.first, message.at <= now {
      landing.removeFirst()
      message.report()
      settle()
    }
    if nextMorning <= now { lookAtTasks() }
    while let record = script.last, record.at <= now {
      script.removeLast()
      take(record)
      settle()
    }
  }

  /// Puts records into the script at their moments; those of one moment keep their order.
  func add(_ records: [ScriptedRecord]) {
    for record in records {
      var low = 0
      var high = script.count
      while low < high {
        let middle = (low + high) / 2
        if script[middle].at >= record.at { low = middle + 1 } else { high = middle }
      }
      // Behind stands what comes earlier; of equals, the new one comes last, so it stands first.
      script.insert(record, at: firstIndex(of: record.at, before: low))
    }
  }

  private func firstIndex(of moment: Instant, before index: Int) -> Int {
    var first = index
    while first > 0, script[first - 1].at == moment { first -= 1 }
    return first
  }

  /// Hands a record to the service as the command does.
  private func take(_ record: ScriptedRecord) {
    let reply = core.reply(to: record.request)
    guard reply.exitCode != 0 else { return }
    tally.count("records", "refused")
    options.log.warning("refused: \(reply.problems.joined(separator: "; "))")
  }
}

extension Simulation {
  private var morning: MinuteOfDay {
    MinuteOfDay((options.settings.digest.at.map { Int($0.minutes) } ?? 450) + 5) ?? .midnight
  }

  private var nextMorning: Instant { zone.instant(day: lookedAt + 1, minute: morning) }

  /// Counts a day's tasks and skips, and lets reps and customers make of it what they will.
  private func lookAtTasks() {
    let day = lookedAt + 1
    lookedAt = day
    options.progress?(day)
    // The service may think that it is another day.
    let (plan, planner) = onCore { core in
      let today = core.siteZone.local(at: core.now).day
      let (allocation, planner) = core.dayAllocation(today)
      return (allocation.plan, planner)
    }
    for skip in plan.skips where seenSkips.insert(skip).inserted {
      tally.count("skips", skip.reason.rawValue)
    }
    let tasks = plan.touches.filter { !$0.channel.isMachineSent }
    for task in tasks { count(task, on: day, planner) }
    guard case .typical = options.outcomes else { return }
    let now = clock.moment
    let work = people.work(doable(tasks, planner, day), on: day) + people.surprises(on: day)
    add(
      work.map { record in
        var later = record
        later.at = max(record.at, now)
        return later
      })
    releaseHold(at: now)
  }

  /// Counts a task for whoever gets it: its owner or the rep in charge, or in an absence the deputy.
  private func count(_ task: PlannedTouch, on day: Day, _ planner: Planner) {
    var first = task
    first.day = options.from
    first.minute = .midnight
    first.daysOverdue = 0
    first.daysLeft = 0
    first.isAgreed = false
    guard seenTasks.insert(first).inserted else { return }
    tally.count("tasks", task.channel.name)
    let owner = Int(planner.repIndex(of: task))
    let rep = repID(RepDuty(options.settings).cover(of: owner, on: day) ?? owner)
    load.count(LoadTable.Key(day: day, rep: rep, channel: task.channel, isSend: false))
  }

  /// The tasks of reps who work today.
  private func doable(_ tasks: [PlannedTouch], _ planner: Planner, _ day: Day) -> [SimulatedTask] {
    let settings = options.settings
    let duty = RepDuty(settings)
    return tasks.compactMap { task in
      let owner = Int(planner.repIndex(of: task))
      guard let index = duty.cover(of: owner, on: day),
        duty.isWorking(settings.reps[index], on: day)
      else { return nil }
      return SimulatedTask(
        id: planner.touchID(of: task), touch: task, at: planner.instant(of: task),
        precedence: settings.cadences[Int(task.cadence)].precedence, rep: settings.reps[index].id)
    }
  }

  /// The admin reads mail in the morning and releases what a guard has held.
  private func releaseHold(at now: Instant) {
    guard onCore({ $0.state.holdCause }) != nil else { return }
    add([ScriptedRecord(at: now.adding(seconds: 3600), .release(cause: nil))])
  }
}
