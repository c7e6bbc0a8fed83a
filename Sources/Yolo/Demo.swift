import Arguments
import Events
import Glibc
import OneShot
import Platform
import Runtime
import Store

/// `yolo demo`: a real turn in a temporary project, with a simulated model.
struct Demo {
  let console: Console

  private var style: Style { console.outStyle }

  /// Shows the turn, and with `.crash` what becomes of it when its process is killed.
  func run(_ kind: Invocation.Demo) async throws -> Int32 {
    let directory = try Files.makeTemporaryDirectory("yolo-demo")
    let interruption = try Interruption()
    defer { interruption.stop() }
    let result: Result<Int32, any Error>
    do { result = .success(try await run(kind, in: directory, interruption)) } catch {
      result = .failure(error)
    }
    try Files.removeTree(directory)
    _ = try console.out("\n\(style.dim("removed \(directory)"))\n")
    if let signal = interruption.signal { return 128 + signal }
    return try result.get()
  }

  private func run(
    _ kind: Invocation.Demo, in directory: String, _ interruption: Interruption
  ) async throws -> Int32 {
    _ = try DemoProject.create(in: directory)
    try say(
      """
      \(style.bold("A real turn in a temporary project.")) The model is simulated and works offline;
      the files, the commands and the log are real.

      \(style.dim("everything is below \(directory)"))

      """)
    let driver = DemoDriver(directory: directory, console: console)
    switch kind {
    case .plain:
      let outcome = try await driver.drive(.toTheEnd, interruption)
      return try conclude(outcome, driver)
    case .crash: return try await crash(driver, interruption)
    }
  }

  /// One process drives the turn and kills itself; this one goes on with it.
  private func crash(_ driver: DemoDriver, _ interruption: Interruption) async throws -> Int32 {
    let end = try driver.spawn()
    if interruption.signal != nil { return ExitCode.failed.rawValue }
    guard end == .killed(SIGKILL) else {
      throw Failure(.failed, "the process of the demonstration should have been killed: \(end)")
    }
    try say(
      """

      \(style.red("✗ SIGKILL")): the process that drove the turn is gone, in the middle of a
      command. Nobody waits for the command now; another process opens the session by its id.


      """)
    let outcome = try await driver.drive(.resuming, interruption)
    return try conclude(outcome, driver)
  }

  /// What the log says about the last command, which is what matters.
  private func conclude(_ outcome: DemoDriver.Outcome, _ driver: DemoDriver) throws -> Int32 {
    guard outcome.report?.ending == .completed, let command = outcome.lastCommand else {
      throw Failure(.failed, "the demonstration did not come to its end")
    }
    let status = command.exitCode.map { "exit status \($0)" } ?? command.status.rawValue
    var text = "\n\(style.green("✓")) The last command ended with \(style.bold(status)).\n"
    if outcome.wasLeftRunning, outcome.starts == 1 {
      text += """
          It was started once, went on while no yolo was there, and was adopted: its output and its
          status above are real.

        """
    }
    text +=
      style.dim("  \(outcome.events) events in the log, intentions before their effects.") + "\n"
    try say(text)
    return (command.exitCode == 0 ? ExitCode.done : .failed).rawValue
  }

  private func say(_ text: String) throws { _ = try console.out(text) }
}
