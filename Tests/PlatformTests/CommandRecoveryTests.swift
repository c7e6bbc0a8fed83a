import Glibc
@testable import Platform
import Testing

/// What a second agent finds when the first one is gone.
@Suite struct CommandRecoveryTests {
  @Test func anAgentKilledMidCommandIsFollowedByAnother() async throws {
    let scratch = try Scratch()
    let path = scratch.path
    await #expect(processExitsWith: .signal(SIGKILL)) { [path = path as String] in
      let scratch = try Scratch(existing: path)
      let spec = scratch.shell(
        "echo first; until test -e go; do sleep 0.02; done; echo second; exit 5")
      try Commands.start(spec)
      _ = try await Commands.wait(attempt: spec.attempt) { _ in kill(getpid(), SIGKILL) }
    }
    #expect(try await Commands.inspect(attempt: scratch("call.1")) == .running)
    let output = Gathered()
    let end = try await Commands.wait(attempt: scratch("call.1")) { part in
      output.append(part)
      do { try Files.write(scratch("go"), []) } catch { Issue.record(error) }
    }
    #expect(end?.status == 5)
    #expect(output.text == "first\nsecond\n")
  }

  @Test func theTimeLimitHoldsWithNobodyAlive() async throws {
    let scratch = try Scratch()
    let path = scratch.path
    await #expect(processExitsWith: .signal(SIGKILL)) { [path = path as String] in
      let scratch = try Scratch(existing: path)
      try Commands.start(scratch.shell("echo on; sleep 1000", limit: .milliseconds(300)))
      kill(getpid(), SIGKILL)
    }
    let end = try await Commands.wait(attempt: scratch("call.1"))
    #expect(end?.cause == .timeout)
  }

  @Test func anAdoptedCommandCanBeCancelled() async throws {
    let scratch = try Scratch()
    let path = scratch.path
    await #expect(processExitsWith: .signal(SIGKILL)) { [path = path as String] in
      let scratch = try Scratch(existing: path)
      let spec = scratch.shell("echo ready; sleep 1000")
      try Commands.start(spec)
      _ = try await Commands.wait(attempt: spec.attempt) { _ in kill(getpid(), SIGKILL) }
    }
    try Commands.cancel(attempt: scratch("call.1"))
    let end = try await Commands.wait(attempt: scratch("call.1"))
    #expect(end?.cause == .cancelled)
    #expect(end?.signal == Int(SIGTERM))
  }

  @Test func anAttemptNobodyStartedIsVoidForEver() async throws {
    let scratch = try Scratch()
    let spec = scratch.shell("echo ran")
    for _ in 0..<2 {
      #expect(try await Commands.inspect(attempt: spec.attempt) == .neverStarted)
    }
    // A starter that comes late after all must not run anything.
    try Commands.start(spec)
    #expect(try await Commands.wait(attempt: spec.attempt) == nil)
    #expect(try await Commands.inspect(attempt: spec.attempt) == .neverStarted)
    #expect(try scratch.text("call.1/output") == "")
  }

  @Test func aSecondWrapperOfAnAttemptRunsNothing() async throws {
    let scratch = try Scratch()
    let (end, _) = try await scratch.run(scratch.shell("echo once"))
    try Commands.start(scratch.shell("echo twice"))
    #expect(try await Commands.wait(attempt: scratch("call.1")) == end)
    #expect(try scratch.text("call.1/output") == "once\n")
  }

  @Test func aTornRecordCountsAsAbsent() async throws {
    let scratch = try Scratch()
    let (end, _) = try await scratch.run(scratch.shell("exit 3"))
    let record = try Files.read(scratch("call.1/exit"), limit: 4096)
    #expect(CommandEnd(record: record) == end)
    for length in 0..<record.count {
      #expect(CommandEnd(record: Array(record[..<length])) == nil)
      #expect(CommandEnd(record: record[..<length] + [UInt8](repeating: 0, count: 9)) == nil)
    }
    try Files.write(scratch("call.1/exit"), Array(record.dropLast(4)))
    #expect(try await Commands.inspect(attempt: scratch("call.1")) == .lost)
  }

  @Test func anEndlessRecordIsNotRead() async throws {
    let scratch = try Scratch()
    try Files.makeDirectories(scratch("call.1"))
    try Files.write(scratch("call.1/run"), [])
    try Files.write(scratch("call.1/exit"), [UInt8](repeating: 32, count: 1 << 20))
    #expect(try await Commands.inspect(attempt: scratch("call.1")) == .lost)
  }
}
