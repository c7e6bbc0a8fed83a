import Events
import Glibc
import Platform
import Runtime
import Testing
import Wire

@testable import Tools

/// Commands whose agent is gone: found, waited for, or given up.
struct BashRecoveryTests {
  private let sandbox: Sandbox
  private let tool = Bash(environment: plainEnvironment)

  init() throws { sandbox = try Sandbox() }

  /// Starts the command of a call as an agent does that dies once there is output.
  private func start(_ command: String) async throws -> ToolStarted {
    let attempt = sandbox.context().attemptDirectory(1)
    try Commands.start(
      CommandSpec(
        argv: ["bash", "-c", command], directory: sandbox.root,
        environment: await plainEnvironment.variables(), attempt: attempt,
        timeLimit: .seconds(60)))
    let (output, signal) = AsyncStream<Void>.makeStream()
    let waiting = Task {
      try await Commands.wait(attempt: attempt, onOutput: { _ in signal.yield() })
    }
    for await _ in output { break }
    waiting.cancel()
    await #expect(throws: PlatformError.self) { try await waiting.value }
    return tool.started(["command": .string(command)])
  }

  /// A FIFO the command waits for, so that nothing depends on time.
  private func gate() async throws -> String {
    try await sandbox.shell("mkfifo gate")
    return sandbox.path("gate")
  }

  private func open(_ gate: String) async throws { try await sandbox.shell("echo > \(gate)") }

  @Test func `an adopted command comes to what an undisturbed one does`() async throws {
    let gate = try await gate()
    let command = "echo one; cat < \(gate); echo two >&2; exit 5"
    let started = try await start(command)
    let context = sandbox.context()
    #expect(await tool.inspect(started, in: context) == .running)
    async let adopting = tool.adopt(started, in: context)
    try await open(gate)
    let adopted = await adopting
    #expect(await tool.inspect(started, in: context) == .finished)
    #expect(await tool.adopt(started, in: context) == adopted)

    async let running = tool.run(started, in: sandbox.context(call: "other"))
    try await open(gate)
    let undisturbed = await running
    #expect(untimed(adopted) == "one\n\ntwo\n[exit status 5 after T]")
    #expect(untimed(adopted) == untimed(undisturbed))
    #expect(adopted.status == undisturbed.status)
    #expect(adopted.exitCode == undisturbed.exitCode)
  }

  @Test func `an adopted command can be cancelled`() async throws {
    let started = try await start("echo started; sleep 300")
    let adopted = Task { await tool.adopt(started, in: sandbox.context()) }
    adopted.cancel()
    let outcome = await adopted.value
    #expect(outcome.status == .cancelled)
    #expect(outcome.text.hasPrefix("started\n[cancelled after"))
  }

  @Test func `what never started is found out, and can start no more`() async throws {
    let started = tool.started(["command": "touch ran"])
    #expect(await tool.inspect(started, in: sandbox.context()) == .neverStarted)
    let outcome = await tool.run(started, in: sandbox.context())
    #expect(
      outcome == .failed("the command was never started and did nothing: run it again"))
    #expect(try Files.status(sandbox.path("ran")) == nil)
    let again = await tool.run(
      tool.started(["command": "touch ran"], attempt: 2), in: sandbox.context())
    #expect(again.status == .success)
  }

  @Test func `a killed wrapper leaves the outcome unknown`() async throws {
    let started = try await start("echo before; sleep 300")
    let context = sandbox.context()
    let attempt = context.attemptDirectory(1)
    let run = String(decoding: try Files.read("\(attempt)/run", limit: 256), as: UTF8.self)
    let pid = try #require(run.firstMatch(of: /pid=(\d+)/).flatMap { Int32($0.1) })
    kill(pid, SIGKILL)
    #expect(try await Commands.wait(attempt: attempt) == nil)
    #expect(await tool.inspect(started, in: context) == .unknown)
    let outcome = await tool.adopt(started, in: context)
    #expect(outcome.status == .interrupted)
    #expect(outcome.text.hasPrefix("before\n[outcome unknown: "))
    #expect(outcome.text.contains("Check what it should have changed before running it again"))
    #expect(outcome.exitCode == nil)
  }
}
