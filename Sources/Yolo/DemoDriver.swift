import Events
import Glibc
import OneShot
import Platform
import Providers
import Runtime
import Store
import Wire

/// Drives the turn of the demonstration; run as a process of its own, it kills itself in the middle.
struct DemoDriver {
  /// The first argument of the process that kills itself; not for people.
  private static let argument = "--demo-driver"
  /// From the start of the slow command to the end of the process that waits for it.
  private static let life = Duration.milliseconds(1500)

  /// How far the turn is driven.
  enum Extent { case toTheEnd, untilKilled, resuming }

  /// How a process ended.
  enum End: Equatable {
    case exited(Int32)
    case killed(Int32)
  }

  /// What the turn came to.
  struct Outcome {
    var report: Report?
    var lastCommand: ToolCompleted?
    /// The last command had been started by a process that died.
    var isAdopted = false
    var events = 0
  }

  let directory: String
  let console: Console

  /// The directory of a demonstration, where the arguments are those of its driver.
  static func directory(in arguments: [String]) -> String? {
    arguments.count == 3 && arguments[1] == argument ? arguments[2] : nil
  }

  /// Starts this program again as the driver that kills itself, and waits for its end.
  func spawn() throws -> End {
    var arguments = ["yolo", Self.argument, directory].map { strdup($0) }
    defer { for argument in arguments { free(argument) } }
    arguments.append(nil)
    var pid: pid_t = 0
    let error = posix_spawn(&pid, "/proc/self/exe", nil, nil, arguments, environ)
    guard error == 0 else {
      throw PlatformError(errno: error, doing: "start this program once more")
    }
    var status: Int32 = 0
    while waitpid(pid, &status, 0) < 0, errno == EINTR {}
    let signal = status & 0x7F
    return signal == 0 ? .exited(status >> 8 & 0xFF) : .killed(signal)
  }

  /// The process that kills itself.
  func run() async throws -> Int32 {
    let interruption = try Interruption()
    let outcome = try await drive(.untilKilled, interruption)
    return (outcome.report?.exitCode ?? .failed).rawValue
  }

  /// Drives the turn, printing what happens as it happens.
  func drive(_ extent: Extent, _ interruption: Interruption) async throws -> Outcome {
    let store = try SQLiteStore(directory: "\(directory)/data", access: .readWrite)
    let script = DemoProject.script(pausing: extent != .toTheEnd)
    let setup = try Setup(demonstrationIn: directory)
    let host = setup.host(store, models: [Simulator(script: script)])
    var request = OpenRequest(source: .new, kind: .oneShot)
    var log: [Event] = []
    if extent == .resuming {
      guard let session = try store.sessions(in: nil).first else {
        throw Failure(.failed, "the killed process left no session")
      }
      log = try store.wholeLog(of: session.id)
      request.source = .resume(session.id)
    } else {
      (request.provider, request.model) = ("llmsim", "simulated")
      request.cwd = try Paths.resolve("receipt", against: directory)
    }
    let session = try await host.open(request)
    if extent != .resuming {
      _ = try console.out(console.outStyle.dim("session \(session.id)\n"))
      let receipt = await session.submit(
        .prompt(content: [.text(DemoProject.prompt)], delivery: .newTurn, key: "demo"))
      guard case .recorded = receipt else { throw Failure(.failed, "not recorded: \(receipt)") }
    }
    let run = Run(session: session.id, goal: .everything, log: log)
    await interruption.onSignal { await host.close() }
    let outcome = try await follow(session, run, log, extent)
    await host.close()
    return outcome
  }

  private func follow(
    _ session: any SessionPort, _ run: Run, _ log: [Event], _ extent: Extent
  ) async throws -> Outcome {
    var run = run
    var outcome = Outcome(events: log.count)
    let slow = DemoProject.lastCommand(pausing: true)
    let before = Set(run.openCalls.map(\.id))
    let transcript = Transcript(style: console.outStyle)
    for try await update in await session.updates(after: run.lastSequence) {
      guard case .event(let event) = update else { continue }
      run.apply(event)
      outcome.events = event.sequence
      let text = transcript.text(event)
      if !text.isEmpty, try !console.out(text) { return outcome }
      switch event.fact {
      case .toolStarted(let fact)
      where extent == .untilKilled && fact.call.arguments["command"]?.string == slow:
        try await Task.sleep(for: Self.life)
        kill(getpid(), SIGKILL)
      case .toolCompleted(let fact) where fact.toolName == "bash":
        outcome.lastCommand = fact
        outcome.isAdopted = before.contains(fact.callID)
      default: break
      }
      outcome.report = run.report
      if outcome.report != nil { return outcome }
    }
    return outcome
  }
}
