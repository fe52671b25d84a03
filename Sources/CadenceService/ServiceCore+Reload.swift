import CadenceModel
import CadencePlanning
import CivilTime
import ConfigLoading
import Foundation
import JournalFile
import Logging
import MessageRendering
import RepReporting
import ServiceRuntime
import Synchronization
import TouchDelivery
import TouchDispatch
import TouchJournal

/// How the last attempt to take over files ended.
struct ReloadStanding: Sendable {
  /// `ok`, or why not.
  var text = "ok"
  /// When; nil: never since the start.
  var at: Instant?
  /// The files that were refused; nil when the files in force are the present ones.
  var refused: String?
}

extension ServiceCore {
  /// Reads everything anew and swaps it in, or lists the findings and keeps what there was.
  package nonisolated func reload() -> ControlReply {
    let (reply, old) = reloading.sync { takeOver(parts.reload()) }
    // Off the queue: what has crossed on the old channels still reports to it.
    old?.close(within: 90)
    SpareMemory.giveBack()
    return reply
  }

  /// Takes over edited files by itself, if they are still as marked once they are read and if they
  /// are not the ones in force.
  nonisolated func reloadEdited(_ mark: SiteMark) -> ReloadWatch.Look {
    let (look, old) = reloading.sync { () -> (ReloadWatch.Look, DeliveryDesk?) in
      guard onCore({ $0.settings.reloadsByItself && !$0.isStopping }) else { return (.done, nil) }
      let old = places
      let fresh = parts.reload()
      guard old.mark == mark, fresh.places == old || fresh.places.haveRested else {
        return (.changing, nil)
      }
      guard onCore({ $0.isNews(fresh) }) else { return (.done, nil) }
      return (.done, takeOver(fresh).old)
    }
    if let old {
      // On a thread of its own: a concurrent queue would wake the idle process from now on.
      Thread {
        old.close(within: 90)
        SpareMemory.giveBack()
      }.start()
    }
    return look
  }

  /// Notes that the files were read just now, by the present clock.
  func noteReading() {
    // A simulation reads them by a clock of its own.
    guard !parts.isDriven else { return }
    isReadByWrongClock = !watch.mayBeRight(Instant(milliseconds: parts.clock.wall()))
  }

  /// Reads the files again that a clock has seen that could not be right; until then nothing is judged
  /// by them.
  func readAgain() {
    guard isReadByWrongClock else { return }
    // On a thread of its own, since a reload asks this one.
    Thread { [self] in
      _ = reload()
      executor.queue.async { self.assumeIsolated { $0.wake() } }
    }.start()
  }

  /// The places of the files that were read last.
  nonisolated var places: SitePlaces { onCore { $0.lastPlaces } }

  private nonisolated func onCore<Value: Sendable>(
    _ body: @Sendable (isolated ServiceCore) -> Value
  ) -> Value {
    executor.queue.sync { assumeIsolated { body($0) } }
  }

  /// Swaps a site in that was read just now, or says why not; answers the old channels, to be
  /// closed.
  private nonisolated func takeOver(_ fresh: LoadedSite) -> (
    reply: ControlReply, old: DeliveryDesk?
  ) {
    onCore { $0.noteReading() }
    let errors = fresh.diagnostics.filter { $0.severity == .error }
    let problems = fresh.diagnostics.sorted().map(\.description)
    guard errors.isEmpty, let settings = fresh.settings else {
      onCore { $0.refuseReload(fresh, errors: errors.map(\.description)) }
      return (
        ControlReply(
          exitCode: 1,
          problems: problems + ["nothing was changed; the old configuration stays in force"]),
        nil
      )
    }
    let swapped = onCore { $0.swapUnlessStrange(fresh, settings) }
    guard let old = swapped.old else {
      return (
        ControlReply(
          exitCode: 1,
          problems: problems + [
            swapped.refusal,
            "nothing was changed; if the files are right: fifthcall release, then fifthcall reload",
          ]),
        nil
      )
    }
    var lines = ["reloaded, generation \(fresh.generation)"]
    if parts.credentials.areCopies && settings.namesCredentials {
      lines.append("secrets stay those of the last start; after changing one: systemctl restart")
    }
    let stale = parts.credentials.outdated(sources: fresh.places.config + "/credentials")
    return (ControlReply(lines: lines, problems: problems + stale), old)
  }

  /// Whether files that were read by themselves are others than those in force, and others than
  /// those refused last.
  private func isNews(_ fresh: LoadedSite) -> Bool {
    follow(fresh.places)
    if fresh.generation == reloadStanding.refused { return false }
    guard fresh.generation == site.generation, !fresh.hasErrors else { return true }
    guard
      reloadStanding.refused != nil
        || state.holds.contains(where: { $0.cause == HoldReason.templates })
    else { return false }
    // Somebody put back what was in force all the time.
    log.notice("the files are again those in force", metadata: ["generation": "\(site.generation)"])
    reloadStanding = ReloadStanding(at: now)
    refused = nil
    open(HoldReason.templates)
    tellManager()
    rest()
    return false
  }

  /// Where to look for edits from now on; settings that cannot be read change nothing of that.
  private func follow(_ places: SitePlaces) {
    if places.isKnown { lastPlaces = places }
  }

  private func refuseReload(_ fresh: LoadedSite, errors: [String]) {
    follow(fresh.places)
    noteRefusal(fresh, "refused, \(errors.count) errors", found: errors)
    append([.reload(generation: fresh.generation, errors: errors.count)])
    alert(.reloadRefused(errors))
    if fresh.places.isKnown, !fresh.places.hasTemplates {
      shut(HoldReason.templates, details: errors)
    }
  }

  /// Takes over new settings unless the customer files are not to be believed.
  private func swapUnlessStrange(_ fresh: LoadedSite, _ newSettings: Settings)
    -> (old: DeliveryDesk?, refusal: String)
  {
    follow(fresh.places)
    guard let refusal = rosterRefusal(fresh, newSettings) else {
      return (swap(fresh, newSettings), "")
    }
    noteRefusal(fresh, "refused: \(refusal)", found: [refusal])
    append([.reload(generation: fresh.generation, errors: 1)])
    alert(.rosterRefused(refusal))
    return (nil, refusal)
  }

  private func noteRefusal(_ fresh: LoadedSite, _ text: String, found: [String]) {
    reloadStanding = ReloadStanding(text: text, at: now, refused: fresh.generation)
    log.error(
      "reload refused",
      metadata: [
        "generation": "\(fresh.generation)", "kept": "\(site.generation)",
        "errors": "\(found.count)", "found": "\(found.prefix(5).joined(separator: "; "))",
      ])
    tellManager()
  }

  /// Takes over new settings in one step and answers the old channels, to be closed.
  private func swap(_ fresh: LoadedSite, _ newSettings: Settings) -> DeliveryDesk {
    let old = desk
    AlertRoute.keep(of: newSettings, in: parts.folder.path, log: log)
    site = fresh
    settings = newSettings
    roster = fresh.roster
    recogniseErased()
    giveUpAddresses()
    desk = parts.openDesk(newSettings)
    machine.adopt(
      limits: Self.limits(newSettings), paces: Self.paces(newSettings, state),
      yard: Self.yard(newSettings, state))
    web = WebBoard(newSettings, parts.credentials, log: log)
    addressBook = nil
    builder = MessageBuilder(
      settings: settings, roster: roster, templates: fresh.templates, links: web.links)
    siteBoard.withLock { $0 = web.site }
    reloadStanding = ReloadStanding(at: now)
    refused = nil
    append([.reload(generation: fresh.generation, errors: 0)])
    open(HoldReason.templates)
    recoverUnderWay()
    withdrawOrphans()
    reopenBatches()
    acceptOrHold()
    replan(siteZone.local(at: now).day)
    // A corrected password is tried at once, not when a breaker would have closed.
    perform(machine.handle(.mended, at: now))
    log.notice(
      "reloaded",
      metadata: [
        "generation": "\(fresh.generation)", "customers": "\(roster.customers.count)",
      ])
    tellManager()
    rest()
    return old
  }

  /// Tells systemd what is in force, for `systemctl status`.
  func tellManager() {
    let held =
      state.holds.isEmpty ? "" : ", held: " + state.holds.map(\.cause).joined(separator: " ")
    let refusal = reloadStanding.refused == nil ? "" : ", last reload \(reloadStanding.text)"
    parts.tell(
      "generation \(site.generation), \(roster.customers.count) customers\(held)\(refusal)")
  }

  /// Cancels intents whose cadence or customer the new files no longer have.
  private func withdrawOrphans() {
    for touch in machine.open where touch.stage == .intended {
      guard !HouseTouch.isOne(touch.id) else { continue }
      guard underWay[touch.id] == nil else { continue }
      perform(
        machine.handle(
          .withdrawn(touch.id, .cancelled, reason: "gone from the configuration"), at: now))
    }
  }
}
