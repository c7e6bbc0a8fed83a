import Events
import Platform
import Runtime
import Testing
import Wire

@testable import Tools

/// `bash` with real commands.
struct BashTests {
  private let sandbox: Sandbox
  private let tool = Bash(environment: plainEnvironment)

  init() throws { sandbox = try Sandbox() }

  private func bash(_ command: String, _ more: JSON = [:]) async -> ToolOutcome {
    var arguments = more
    arguments["command"] = .string(command)
    return await tool.perform(arguments, in: sandbox.context())
  }

  private var output: String { "\(sandbox.session)/calls/call.1/output" }

  @Test func `output and status of a success`() async {
    let outcome = await bash("echo out; echo err >&2; pwd")
    #expect(untimed(outcome) == "out\nerr\n\(sandbox.root)\n[exit status 0 after T]")
    #expect(outcome.status == .success)
    #expect(outcome.error == nil)
    #expect(outcome.exitCode == 0)
    #expect(outcome.outputPath == output)
    #expect(outcome.duration != nil)
    #expect(sandbox.shown == "out\nerr\n\(sandbox.root)\n")
  }

  @Test func `a failure keeps its output`() async {
    let outcome = await bash("echo before; exit 3")
    #expect(untimed(outcome) == "before\n[exit status 3 after T]")
    #expect(outcome.status == .error)
    #expect(outcome.error?.hasPrefix("exit status 3 after") == true)
    #expect(outcome.exitCode == 3)
  }

  @Test func `a signal`() async {
    let outcome = await bash("kill -9 $$")
    #expect(untimed(outcome) == "(no output)\n[ended by signal 9 after T]")
    #expect(outcome.exitCode == 137)
  }

  @Test func `there is no input and no terminal`() async {
    let outcome = await bash("cat; read x; echo $?; tty; echo $TERM $PAGER")
    #expect(untimed(outcome) == "1\nnot a tty\ndumb cat\n[exit status 0 after T]")
  }

  @Test func `a timeout ends everything and keeps the output`() async {
    let outcome = await bash("echo start; sleep 300 & sleep 300", ["timeout": 1])
    #expect(outcome.status == .timeout)
    #expect(outcome.text.hasPrefix("start\n[timed out after 1."))
    #expect(outcome.text.contains("give a longer timeout, at most 600"))
  }

  @Test func `what is left in the background is ended, and that is said`() async {
    let outcome = await bash("sleep 300 & echo started")
    #expect(
      untimed(outcome)
        == "started\n[exit status 0 after T; 1 process it left running was ended]")
  }

  @Test func `cancelling ends the command and keeps the output`() async throws {
    let arguments: JSON = ["command": "echo started; sleep 300"]
    let started = try await tool.ready(arguments, in: sandbox.context())
    let (ready, signal) = AsyncStream<Void>.makeStream()
    var context = sandbox.context()
    context.show = { _ in signal.yield() }
    let running = Task { [context] in await tool.run(started, in: context) }
    for await _ in ready { break }
    running.cancel()
    let outcome = await running.value
    #expect(untimed(outcome) == "started\n[cancelled after T]")
    #expect(outcome.status == .cancelled)
  }

  @Test func `a call cancelled before it starts runs nothing`() async throws {
    let started = try await tool.ready(["command": "touch ran"], in: sandbox.context())
    let outcome = await Task {
      withUnsafeCurrentTask { $0?.cancel() }
      return await tool.run(started, in: sandbox.context())
    }.value
    #expect(outcome == .failed("cancelled before it was started", status: .cancelled))
    #expect(await tool.inspect(started, in: sandbox.context()) == .neverStarted)
    #expect(try Files.status(sandbox.path("ran")) == nil)
  }

  @Test func `long output is cut, with its errors, and all of it can be read`() async {
    let outcome = await bash("seq 1 50000; echo 'fatal: boom'; seq 50001 100000")
    #expect(outcome.text.utf8.count <= Limits.toolResultBytes)
    #expect(outcome.text.hasPrefix("1\n2\n3\n"))
    #expect(
      outcome.text.contains("all of it is in \(output); in it these lines look like errors:]"))
    #expect(outcome.text.contains("\n50001→fatal: boom\n"))
    #expect(outcome.text.contains("\n100000\n[exit status 0"))
    let read = await ReadFile().perform(
      ["path": .string(output), "offset": 50001, "limit": 1], in: sandbox.context())
    #expect(read.text.hasPrefix("50001→fatal: boom\n"))
  }

  @Test func `of very long output the middle is not even read`() async {
    let bytes = 2 * Limits.searchedOutputBytes + 1000
    let outcome = await bash("echo first; head -c \(bytes) /dev/zero | tr '\\0' x; echo; echo last")
    #expect(outcome.text.utf8.count <= Limits.toolResultBytes)
    #expect(outcome.text.hasPrefix("first\nx"))
    #expect(outcome.text.contains("[left out here: 15.9 MiB; all of it is in "))
    #expect(outcome.text.contains("x\nlast\n[exit status 0"))
    #expect(sandbox.shown.utf8.count <= Limits.shownOutputBytes + 100)
    #expect(sandbox.shown.hasSuffix("\n[the rest is not shown while it runs]\n"))
  }

  @Test func `binary output`() async {
    let outcome = await bash("printf 'a\\0b\\377c'; head -c 100000 /dev/urandom")
    #expect(outcome.text.hasPrefix("a\u{FFFD}b\u{FFFD}c"))
    #expect(outcome.text.utf8.count <= Limits.toolResultBytes)
    #expect(!outcome.text.utf8.contains(0))
  }

  @Test func `no command sees what was removed from the environment`() async {
    let environment = CommandEnvironment(
      login: { Environment.own().merging(["SECRET_KEY": "s3cret", "KEPT": "kept"]) { $1 } },
      removing: ["SECRET_KEY"])
    let outcome = await Bash(environment: environment)
      .perform(["command": "env; cat /proc/$PPID/environ"], in: sandbox.context())
    #expect(outcome.text.contains("KEPT=kept\n"))
    #expect(!outcome.text.contains("s3cret"))
  }

  @Test func `a vanished workspace`() async throws {
    try Files.removeTree(sandbox.root)
    let outcome = await bash("echo never")
    #expect(outcome.status == .error)
    #expect(
      outcome.error
        == "not run: the workspace root cannot be entered (No such file or directory)")
  }

  @Test(
    arguments: [
      ([:], "command is missing: give a string"),
      (["command": " \n"], "command is empty: give a command line for bash"),
      (["command": "a\u{0}b"], "command contains a NUL character, which bash cannot be given"),
      (
        ["command": "ls", "timeout": 601],
        "timeout must be 1 to 600 seconds, not 601: split the work into commands that take less"
      ),
      (["command": "ls", "timeout": 0], "timeout must be an integer of at least 1; found 0"),
      (
        ["command": "ls", "timeout": "5"], "timeout must be an integer of at least 1; found string"
      ),
    ] as [(JSON, String)])
  func `arguments that make no sense are refused`(arguments: JSON, error: String) async {
    #expect(
      await tool.prepare(makeCall("bash", arguments), in: sandbox.context())
        == .settled(narration: "Run a command", .failed(error)))
  }

  @Test func `the narration is the command, whatever the description says`() async {
    let context = sandbox.context()
    #expect(
      await tool.prepare(
        makeCall("bash", ["command": "ls -l\npwd", "description": "List files"]), in: context)
        == .ready(narration: "ls -l…  # List files"))
    #expect(
      await tool.prepare(makeCall("bash", ["command": "ls -l\npwd"]), in: context)
        == .ready(narration: "ls -l…"))
    #expect(tool.touches(["command": "ls"], in: context.workspace) == .barrier)
  }
}
