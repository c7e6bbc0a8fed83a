import Arguments
import Glibc
import OneShot
import Platform
import Runtime

/// The program: from a command line to an exit code.
enum Program {
  static let version = "0.1.0"
  static let versionLine = "yolo \(version)"

  /// Whether the command line is just that question, in one of its spellings.
  static func asksForVersion(_ arguments: [String]) -> Bool {
    arguments.count == 2 && ["--version", "-v", "version"].contains(arguments[1])
  }

  /// Does what the arguments (the first is the program's name) ask for.
  static func run(_ arguments: [String]) async -> Int32 {
    StandardDescriptors.ensureOpen()
    let environment = Environment.own()
    var console = Console(color: .auto, environment: environment)
    do {
      try Signals.ignoreFailedWrites()
      if let directory = DemoDriver.projectDirectory(in: arguments) {
        return try await DemoDriver(directory: directory, console: console).run()
      }
      let terminals = Invocation.Terminals(
        input: Terminal.isTerminal(STDIN_FILENO), output: Terminal.isTerminal(STDOUT_FILENO))
      let invocation = try Invocation.parse(Array(arguments.dropFirst()), terminals: terminals)
      console = Console(color: invocation.color, environment: environment)
      return try await perform(invocation, console, environment)
    } catch let error as UsageError {
      console.complain("\(error)")
      return ExitCode.usage.rawValue
    } catch let error as Failure {
      console.complain(error.message)
      return error.code.rawValue
    } catch let error as HostError {
      console.complain("\(error)")
      let isLookUp = error.code == .notFound || error.code == .drivenElsewhere
      return (isLookUp ? ExitCode.notFound : .failed).rawValue
    } catch {
      console.complain("\(error)")
      return ExitCode.failed.rawValue
    }
  }

  private static func perform(
    _ invocation: Invocation, _ console: Console, _ environment: [String: String]
  ) async throws -> Int32 {
    switch invocation {
    case .version: return try console.print(versionLine + "\n")
    case .help(let text): return try console.print(text)
    case .notices: return try console.print(Notices.text)
    case .chat:
      throw Failure(
        .usage,
        "the full-screen chat is not there yet in this version; ask with: yolo -p \"PROMPT\", or "
          + "see it work with: yolo demo")
    case .oneShot(let prompt, let options):
      return try await PromptCommand(
        setup: Setup(options, environment), options: options, console: console
      ).run(prompt)
    case .sessionsList(let listing, let layout, let options):
      return try SessionsCommand(setup: Setup(options, environment), console: console)
        .list(listing, layout)
    case .sessionsShow(let id, let layout, let options):
      return try await SessionsCommand(setup: Setup(options, environment), console: console)
        .show(id, layout)
    case .context(let layout, let options):
      return try await ContextCommand(
        setup: Setup(options, environment), options: options, console: console
      ).run(layout)
    case .doctor(let options):
      return try await Doctor(setup: Setup(options, environment), console: console).run()
    case .demo(let kind, _): return try await Demo(console: console).run(kind)
    }
  }
}

extension Invocation {
  /// When colours are wanted.
  fileprivate var color: Options.Color {
    switch self {
    case .oneShot(_, let options), .chat(let options), .demo(_, let options),
      .sessionsList(_, _, let options), .sessionsShow(_, _, let options), .context(_, let options),
      .doctor(let options):
      options.color
    case .version, .notices, .help: .auto
    }
  }
}

/// Why nothing, or nothing more, is done.
struct Failure: Error {
  let code: ExitCode
  let message: String

  init(_ code: ExitCode, _ message: String) {
    self.code = code
    self.message = message
  }
}
