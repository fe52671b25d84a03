import ArgumentParser
import CadenceService
import ServiceRuntime

/// The program: one executable, a file for each subcommand.
@main
struct Fifthcall: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "fifthcall",
    abstract: "Keeps a business in touch with its customers.",
    discussion: """
      Config is read from --config, FIFTHCALL_CONFIG, ./config or /etc/fifthcall; state is kept in
      --state, FIFTHCALL_STATE, systemd's STATE_DIRECTORY, ./var or /var/lib/fifthcall.
      """,
    version: Program.version,
    groupedSubcommands: [
      CommandGroup(
        name: "Service:",
        subcommands: [
          RunCommand.self, StatusCommand.self, ReloadCommand.self, HoldCommand.self,
          ReleaseCommand.self, SendTestCommand.self, AlertCommand.self, InboundCommand.self,
        ]),
      CommandGroup(
        name: "Looking ahead:",
        subcommands: [
          CheckCommand.self, PlanCommand.self, ExplainCommand.self, DiffCommand.self,
          RenderCommand.self, DigestCommand.self, SimulateCommand.self,
        ]),
      CommandGroup(
        name: "Customers and the journal:",
        subcommands: [
          RecordCommand.self, HandOverCommand.self, CustomerCommand.self, GiftsCommand.self,
          ReportCommand.self,
          DeadLettersCommand.self, ImportCommand.self, JournalCommand.self,
        ]),
      CommandGroup(
        name: "Tools:",
        subcommands: [
          CalendarCommand.self, OccurrencesCommand.self, InstantsCommand.self,
          SMSLengthCommand.self, SchemaCommand.self,
        ]),
    ])

  /// Runs the command that the arguments name.
  static func main() {
    StandardStreams.complete()
    CoreFiles.forbid()
    FreedMemory.returnAtOnce()
    guard hasRoom(files: OpenFiles.forCommand, bytes: AddressSpace.forCommand) else {
      exit(withError: ExitCode.noRoom)
    }
    main(nil)
  }

  /// Whether so many more files can be opened and bytes mapped; if not, it says what to do.
  static func hasRoom(files: Int, bytes: Int) -> Bool {
    guard OpenFiles.hasRoom(for: files) else {
      StandardError.write(
        "error: fewer than \(files) more files can be opened; allow more (ulimit -n, or "
          + "LimitNOFILE= in the unit)")
      return false
    }
    guard AddressSpace.hasRoom(for: bytes) else {
      StandardError.write(
        "error: less than \(bytes >> 20) MiB more of address space can be had; allow more (ulimit -v, or "
          + "LimitAS= in the unit)")
      return false
    }
    return true
  }
}
