import Glibc
@testable import Platform
import Testing

/// How commands are ended, with everything they started.
@Suite struct CommandEndingTests {
  @Test func endsAtTheTimeLimit() async throws {
    let scratch = try Scratch()
    let (end, output) = try await scratch.run(
      scratch.shell("echo before; sleep 1000 & wait", limit: .milliseconds(200)))
    #expect(
      end
        == CommandEnd(
          cause: .timeout, status: nil, signal: Int(SIGTERM), duration: end.duration, survivors: 1))
    #expect(end.duration >= .milliseconds(200) && end.duration < .seconds(5))
    #expect(output == "before\n")
  }

  @Test func letsACancelledCommandCleanUp() async throws {
    let scratch = try Scratch()
    let spec = scratch.shell(
      "trap 'echo cleaned; exit 7' TERM; echo ready; while :; do sleep 0.05; done",
      grace: .seconds(20))
    try Commands.start(spec)
    let output = Gathered()
    let end = try await Commands.wait(attempt: spec.attempt) { part in
      output.append(part)
      if output.text == "ready\n" { cancel(spec) }
    }
    #expect(end?.cause == .cancelled)
    #expect(end?.status == 7)
    // bash may say in between that its sleep was terminated.
    #expect(output.text.hasPrefix("ready\n") && output.text.hasSuffix("cleaned\n"))
  }

  @Test func neverRunsWhatWasCancelledBeforeItStarted() async throws {
    let scratch = try Scratch()
    try Files.makeDirectories(scratch("call.1"))
    try Commands.cancel(attempt: scratch("call.1"))
    let (end, output) = try await scratch.run(scratch.shell("echo ran"))
    #expect(
      end
        == CommandEnd(cause: .cancelled, status: nil, signal: nil, duration: .zero, survivors: 0))
    #expect(output == "")
  }

  @Test func endsAtTheOutputLimitAndKeepsExactlyThatMuch() async throws {
    let scratch = try Scratch()
    let (end, _) = try await scratch.run(scratch.shell("yes", outputLimit: 100_000))
    #expect(end.cause == .outputLimit)
    #expect(try Files.status(scratch("call.1/output"))?.size == 100_000)
  }

  /// Ways in which processes try to get away; each prints "ready" when it has.
  static let escapes = [
    "background": "sleep TAG & echo ready; wait",
    "own session": "setsid sleep TAG & echo ready; wait",
    "double fork": "(setsid bash -c 'sleep TAG & echo ready' &) ; sleep 999",
    "empty environment": "env -i sleep TAG & echo ready; wait",
    "daemon without environment":
      "(setsid env -i bash -c '/bin/sleep TAG & echo ready' &) ; sleep 999",
    "ignores TERM": "bash -c 'trap \"\" TERM; echo ready; while :; do sleep TAG; done' & wait",
    "stopped": "sleep TAG & kill -STOP $!; echo ready; wait",
    "forks on TERM": "trap 'sleep TAG & sleep TAG' TERM; echo ready; sleep TAG",
  ]

  @Test(arguments: escapes.keys.sorted(), 0..<2)
  func leavesNothingRunning(escape: String, wrapperKilled: Int) async throws {
    let scratch = try Scratch()
    let tag = try uniqueSeconds()
    let script = try #require(Self.escapes[escape]).replacing("TAG", with: tag)
    let spec = scratch.shell(script)
    try Commands.start(spec)
    let output = Gathered()
    let end = try await Commands.wait(attempt: spec.attempt) { part in
      output.append(part)
      guard output.text == "ready\n" else { return }
      if wrapperKilled == 0 { cancel(spec) } else { killWrapper(scratch) }
    }
    #expect(output.text.hasPrefix("ready\n"))
    if wrapperKilled == 0 {
      #expect(end?.cause == .cancelled)
    } else {
      #expect(end == nil)
      #expect(try await Commands.inspect(attempt: spec.attempt) == .lost)
    }
    // A daemon that shed its environment and its parents can be told only while its wrapper lives.
    if wrapperKilled == 1, escape == "daemon without environment" {
      for line in try processes(containing: tag) { #expect(line.contains("sleep")) }
      try killAll(containing: tag)
    } else {
      #expect(try processes(containing: tag) == [])
    }
  }

  @Test func endsWhatIsLeftInTheBackgroundAndCountsIt() async throws {
    let tag = try uniqueSeconds()
    let scratch = try Scratch()
    let (end, output) = try await scratch.run(
      scratch.shell("sleep \(tag) & sleep \(tag) & echo started; exit 4"))
    #expect(end == exited(4, survivors: 2, like: end))
    #expect(output == "started\n")
    #expect(try processes(containing: tag) == [])
  }

  @Test func waitsALittleForBackgroundWritersToFinish() async throws {
    let scratch = try Scratch()
    let (end, output) = try await scratch.run(
      scratch.shell("echo through > >(sleep 0.05; cat); echo status; exit 2"))
    #expect(end == exited(2, like: end))
    #expect(output == "status\nthrough\n")
  }

  @Test func cancellingTheWaitLeavesTheCommandAlone() async throws {
    let scratch = try Scratch()
    let spec = scratch.shell("echo ready; until test -e go; do sleep 0.02; done; echo done")
    try Commands.start(spec)
    let (ready, continuation) = AsyncStream.makeStream(of: Void.self)
    let waiting = Task {
      try await Commands.wait(attempt: spec.attempt) { _ in continuation.yield() }
    }
    for await _ in ready { break }
    waiting.cancel()
    await #expect {
      try await waiting.value
    } throws: {
      ($0 as? PlatformError)?.code == .cancelled
    }
    #expect(try await Commands.inspect(attempt: spec.attempt) == .running)
    try Files.write(scratch("go"), [])
    let end = try #require(await Commands.wait(attempt: spec.attempt))
    #expect(end == exited(0, like: end))
    #expect(try await Commands.inspect(attempt: spec.attempt) == .finished(end))
    #expect(try scratch.text("call.1/output") == "ready\ndone\n")
  }
}

private func cancel(_ spec: CommandSpec) {
  do { try Commands.cancel(attempt: spec.attempt) } catch { Issue.record(error) }
}

/// Kills the wrapper of a scratch's first attempt, as the kernel would when memory runs out.
private func killWrapper(_ scratch: Scratch) {
  do {
    let run = try scratch.text("call.1/run")
    let pid = try #require(Int32(run.dropFirst("pid=".count).prefix { $0.isNumber }))
    #expect(kill(pid, SIGKILL) == 0)
  } catch { Issue.record(error) }
}

private func killAll(containing tag: String) throws {
  for name in try Files.list("/proc") {
    guard let pid = Int32(name), pid != getpid(),
      // It may have ended already.
      let bytes = try? Files.read("/proc/\(name)/cmdline", limit: 1 << 20),
      String(decoding: bytes, as: UTF8.self).contains(tag)
    else { continue }
    kill(pid, SIGKILL)
  }
}
