import Arguments
import Events
import Glibc
import OneShot
import Platform
import Runtime
import Store
import Wire

/// `yolo -p`: one prompt and its answer, or the end of what was left open.
struct PromptCommand {
  let setup: Setup
  let options: Options
  let console: Console

  /// Runs it, and answers the exit code.
  func run(_ source: Invocation.Prompt) async throws -> Int32 {
    let prompt = try Stdin(console: console).prompt(source)
    if options.target == .new || options.cwd != nil { _ = try setup.workspace() }
    let storage = try Storage(setup)
    let code: Int32
    do { code = try await run(prompt, storage.store) } catch {
      try storage.remove()
      throw error
    }
    try storage.remove()
    return code
  }

  private func run(_ prompt: String?, _ store: any Store) async throws -> Int32 {
    let host = setup.host(store)
    let found = try await host.find(options.target) { try setup.workspace() }
    let key = "one-shot-\(try Entropy.hex(16))"
    let goal: Run.Goal = prompt == nil ? .everything : .answer(key: key)
    var request = OpenRequest(source: .new, kind: .oneShot, maxTurns: options.maxTurns)
    request.contention = options.contention == .fail ? .fail : .follow
    guard let found else {
      let model = try ModelSelection(forNew: options, environment: setup.environment)
      request.choose(model, cwd: try setup.workspace())
      return try await drive(host, request, prompt, key) { Run(session: $0, goal: goal) }
    }
    let run = Run(session: found.id, goal: goal, log: try store.wholeLog(of: found.id))
    console.say("\(found.id)\n")
    if run.isOpen, options.openTurn == .leave { return leave(run, prompt) }
    if prompt == nil, !run.isOpen { return try repeatAnswer(run) }
    if found.status == .running, options.contention == .follow {
      console.say("another process drives this session; following it\n")
    }
    request.source = .resume(found.id)
    request.continuing = options.target == .last ? .unlessStuck : .always
    let model = try ModelSelection(
      forSessionOf: found.provider, options, environment: setup.environment)
    request.choose(model, cwd: try directory(of: run))
    return try await drive(host, request, prompt, key) { _ in run }
  }

  /// The directory a resumed session is moved to; nil leaves its own.
  private func directory(of run: Run) throws -> String? {
    if options.cwd != nil { return try setup.workspace() }
    guard try Files.status(run.cwd)?.kind == .directory else {
      throw Failure(
        .usage,
        "session \(run.session.short) works in \(run.cwd), which is gone; give another directory "
          + "with -C DIR")
    }
    // Where the current directory cannot be told, there is nothing to compare with.
    if let here = try? setup.currentDirectory(), here != run.cwd {
      console.say("working in \(printable(run.cwd)), the session's own directory\n")
    }
    return nil
  }

  // MARK: Driving

  private func drive(
    _ host: Host, _ request: OpenRequest, _ prompt: String?, _ key: String,
    run: (SessionID) -> Run
  ) async throws -> Int32 {
    let interruption = try Interruption()
    defer { interruption.stop() }
    let session = try await host.open(request)
    if request.source == .new { console.say("\(session.id)\n") }
    await interruption.onSignal {
      // The cursor may stand behind half an answer, and behind the ^C that the terminal wrote.
      let start = console.outIsTerminal ? "\n" : ""
      console.say("\(start)ending the run; a second signal ends it at once\n")
      await host.close()
    }
    if let prompt, interruption.signal == nil {
      let receipt = await session.submit(
        .prompt(content: [.text(prompt)], delivery: .followUp, key: key))
      if let signal = interruption.signal, receipt.sequence == nil {
        await host.close()
        console.say("the process that drives the session has not taken the prompt yet\n")
        hint(session.id)
        return 128 + signal
      }
      try check(receipt)
    }
    let oneShot = OneShot(session: session, sink: { try console.write($0) })
    let report: Report?
    do {
      report = try await oneShot.follow(run(session.id), printer(session.id))
    } catch {
      await host.close()
      throw error
    }
    await host.close()
    if report?.ending == .left { hint(session.id) }
    if let signal = interruption.signal { return 128 + signal }
    return (report?.exitCode ?? .done).rawValue
  }

  private func check(_ receipt: Receipt) throws {
    switch receipt {
    case .recorded: break
    case .refused(let why): throw Failure(.failed, "the prompt was not accepted: \(why)")
    case .failed(let why): throw Failure(.failed, "the prompt was not recorded: \(why)")
    }
  }

  private func printer(_ session: SessionID) -> Printer {
    let format: Printer.Format =
      switch options.format {
      case .text: console.outIsTerminal ? .streaming : .text
      case .json: .json
      case .streamJSON: .streamJSON
      }
    let world = World.system(driver: Setup.driver)
    return Printer(session: session, format: format, style: console.errStyle) {
      (world.newID(), world.now())
    }
  }

  // MARK: Not driving

  /// `--no-continue`: says what is open.
  private func leave(_ run: Run, _ prompt: String?) -> Int32 {
    for line in run.openDescription { console.say("open, \(printable(line))\n") }
    if prompt != nil { console.say("the prompt was not sent\n") }
    hint(run.session)
    return (prompt == nil ? ExitCode.done : .failed).rawValue
  }

  /// Nothing is open: the last answer once more, or why there is none, with the exit code of then.
  private func repeatAnswer(_ run: Run) throws -> Int32 {
    guard let report = run.lastReport else {
      console.say("nothing is open, and nothing was asked yet\n")
      return ExitCode.done.rawValue
    }
    console.say(
      report.ending == .completed
        ? "nothing is open; this is the last answer\n"
        : "nothing is open, and the last turn has no answer\n")
    if options.format == .text, console.outIsTerminal, report.ending == .completed {
      return try console.print(printable(report.text) + "\n")
    }
    var printer = printer(run.session)
    for piece in printer.finish(report) where try !console.write(piece) { break }
    return report.exitCode.rawValue
  }

  private func hint(_ session: SessionID) {
    guard options.keeping != .nothing else { return }
    var command = "yolo -p -r \(session.short)"
    if case .directory(let directory) = options.keeping { command += " --session-dir \(directory)" }
    console.say("go on with: \(printable(command))\n")
  }
}

extension Receipt {
  /// Where in the log it is; nil where it is not there.
  fileprivate var sequence: Int? {
    if case .recorded(let sequence) = self { sequence } else { nil }
  }
}

extension OpenRequest {
  /// Takes over what is not nil.
  fileprivate mutating func choose(_ selection: ModelSelection, cwd: String?) {
    (provider, model, effort) = (selection.provider, selection.model, selection.effort)
    self.cwd = cwd
  }
}
