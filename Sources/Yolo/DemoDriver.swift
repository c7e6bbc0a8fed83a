import Events
import Glibc
import OneShot
import Platform
import Providers
import Runtime
import Store
import Wire

/// Drives the turn of the demonstration; as a process of its own it kills itself in the middle.
struct DemoDriver {
  /// The first argument of the process that kills itself; not for people.
  private static let argument = "--demo-driver"
  /// From the start of the slow command to the end of the process that waits for it.
  private static let life = Duration.milliseconds(1500)

  /// How far the turn is driven.
  enum Extent { case toTheEnd, untilKilled, resuming }

  /// What the turn came to.
  struct Outcome {
    var report: Report?
    var lastCommand: ToolCompleted?
    /// The last command had been started by a process that died.
    var wasLeftRunning = false
    /// How often the last command was started.
    var starts = 0
    var events = 0
  }

  let directory: String
  let console: Console

  /// The directory of a demonstration, where the arguments are those of its driver.
  static func projectDirectory(in arguments: [String]) -> String? {
    arguments.count == 3 && arguments[1] == argument ? arguments[2] : nil
  }

  /// Starts this program again as the driver that kills itself, and waits for its end.
  func spawn() throws -> SelfProcess.End {
    try SelfProcess.run([Self.argument, directory], environment: Environment.own())
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
      _ = try console.out(console.outStyle.dim("session \(session.id)") + "\n")
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
    var starts: [CallID: Int] = [:]
    for case .toolStarted(let fact) in log.map(\.fact) { starts[fact.call.id, default: 0] += 1 }
    let transcript = Transcript(style: console.outStyle)
    for try await update in await session.updates(after: run.lastSequence) {
      guard case .event(let event) = update else { continue }
      run.apply(event)
      outcome.events = event.sequence
      let text = transcript.text(event)
      if !text.isEmpty, try !console.out(text) { return outcome }
      if case .toolStarted(let fact) = event.fact { starts[fact.call.id, default: 0] += 1 }
      switch event.fact {
      case .toolStarted(let fact)
      where extent == .untilKilled && fact.call.arguments["command"]?.string == slow:
        // A person watches, so this is time as people know it.
        try await Task.sleep(for: Self.life)
        kill(getpid(), SIGKILL)
      case .toolCompleted(let fact) where fact.toolName == "bash":
        outcome.lastCommand = fact
        outcome.wasLeftRunning = before.contains(fact.callID)
        outcome.starts = starts[fact.callID] ?? 0
      default: break
      }
      outcome.report = run.report
      if outcome.report != nil { return outcome }
    }
    return outcome
  }
}
