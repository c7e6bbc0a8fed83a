import Glibc
import Testing

@testable import Platform

@Suite struct SubprocessTests {
  let environment = ["PATH": "/usr/local/bin:/usr/bin:/bin", "LANG": "C"]

  private func bash(
    _ script: String, input: [UInt8] = [], limit: Duration = .seconds(60),
    outputLimit: Int = 1 << 24
  ) async throws(PlatformError) -> SubprocessResult {
    try await Subprocess.run(
      ["bash", "-c", script], environment: environment, directory: "/usr", input: input,
      timeLimit: limit, outputLimit: outputLimit)
  }

  @Test func collectsOutputErrorsAndStatus() async throws {
    #expect(
      try await bash("pwd; echo wrong >&2; exit 3")
        == SubprocessResult(
          end: .exited(3), output: Array("/usr\n".utf8), errors: Array("wrong\n".utf8)))
    #expect(try await bash("kill -9 $$").end == .signalled(9))
  }

  @Test func feedsInputLargerThanAPipe() async throws {
    let input = (0..<1_000_000).map { UInt8(truncatingIfNeeded: $0 / 3) }
    let result = try await bash("cat", input: input)
    #expect(result.output == input)
    #expect(result.succeeded)
  }

  @Test func mindsNoInputThatIsNotRead() async throws {
    let result = try await bash("exec <&-; echo fine", input: [UInt8](repeating: 1, count: 1 << 20))
    #expect(result == SubprocessResult(end: .exited(0), output: Array("fine\n".utf8), errors: []))
  }

  @Test func endsAtTheTimeLimitWithItsGroup() async throws {
    let tag = try uniqueSeconds()
    let result = try await bash(
      "echo early; sleep \(tag) & sleep \(tag)", limit: .milliseconds(150))
    #expect(result == SubprocessResult(end: .timedOut, output: Array("early\n".utf8), errors: []))
    await expectGone(tag)
  }

  @Test func endsAtTheOutputLimit() async throws {
    let result = try await bash("yes", outputLimit: 5)
    #expect(result.end == .outputLimit)
    #expect(result.output == Array("y\ny\ny".utf8))
  }

  @Test func doesNotWaitForABackgroundProcessThatHoldsThePipe() async throws {
    let tag = try uniqueSeconds()
    let result = try await bash("sleep \(tag) & echo done")
    #expect(result == SubprocessResult(end: .exited(0), output: Array("done\n".utf8), errors: []))
    await expectGone(tag)
  }

  @Test func isStoppedByCancelling() async throws {
    let tag = try uniqueSeconds()
    let environment = environment
    let scratch = try Scratch()
    let path = scratch("fifo")
    try #require(mkfifo(path, 0o600) == 0)
    let running = Task {
      try await Subprocess.run(
        ["bash", "-c", "echo > \(path); sleep \(tag)"], environment: environment,
        timeLimit: .seconds(60), outputLimit: 10)
    }
    // Returns once the program is there to write it.
    _ = try await Thread.run { Result { try Files.readFifo(path) } }.get()
    running.cancel()
    await #expect {
      try await running.value
    } throws: {
      ($0 as? PlatformError)?.code == .cancelled
    }
    await expectGone(tag)
  }

  @Test func saysWhatCouldNotBeStarted() async throws {
    for (argv, code) in [(["no-such-program"], PlatformError.Code.notFound), ([], .invalid)] {
      await #expect {
        try await Subprocess.run(
          argv, environment: environment, timeLimit: .seconds(1), outputLimit: 1)
      } throws: {
        ($0 as? PlatformError)?.code == code
      }
    }
  }

  @Test func manyAtOnce() async throws {
    let sum = try await withThrowingTaskGroup(of: Int.self) { group in
      for number in 0..<40 {
        group.addTask { try await bash("exit \(number)").end == .exited(Int32(number)) ? 1 : 0 }
      }
      return try await group.reduce(0, +)
    }
    #expect(sum == 40)
  }
}

@Suite struct EnvironmentTests {
  @Test func filtersByName() {
    #expect(
      Environment.forChildren(from: ["A": "1", "A_KEY": "2", "B": "3"], removing: ["A_KEY", "C"])
        == ["A": "1", "B": "3"])
  }

  @Test func readsItsOwn() {
    #expect(Environment.own()["PATH"] == getenv("PATH").map { String(cString: $0) })
  }

  /// Writes a shell of our own making and returns its path.
  private func shell(_ scratch: Scratch, _ script: String) throws -> [String: String] {
    try Files.write(scratch("shell"), Array("#!/bin/sh\n\(script)".utf8), mode: .exactly(0o700))
    return ["SHELL": scratch("shell"), "PATH": "/usr/bin:/bin", "HOME": scratch.path]
  }

  @Test func capturesTheLoginShells() async throws {
    let scratch = try Scratch()
    let own = try shell(
      scratch, "echo 'Welcome, X=1'; export EDITOR='a b'\nexport LINES2='1\n2=3'; exec sh -c \"$2\""
    )
    #expect(
      await LoginEnvironment(own: own).environment()
        == own.merging(["EDITOR": "a b", "LINES2": "1\n2=3"]) { $1 })
  }

  @Test(arguments: ["exit 1", "echo noise", "sleep 44444.5", "exec sh -c \"$2\" >&2", "yes"])
  func fallsBackToItsOwn(script: String) async throws {
    let scratch = try Scratch()
    let own = try shell(scratch, script)
    let login = LoginEnvironment(own: own, timeLimit: .milliseconds(300))
    #expect(await login.environment() == own)
    #expect(await login.environment() == own)
  }

  @Test func fallsBackWhereThereIsNoShell() async {
    let own = ["SHELL": "/no/such/shell", "PATH": "/bin", "HOME": "/"]
    #expect(await LoginEnvironment(own: own).environment() == own)
  }
}

extension Files {
  /// Reads a FIFO to its end, waiting for a writer.
  static func readFifo(_ path: String) throws -> [UInt8] {
    let file = try Descriptor.open(path, O_RDONLY)
    return try StandardStreams.readAll(file.raw, limit: 1000)
  }
}
