import Glibc
@testable import Platform
import Testing

@Suite struct CommandTests {
  @Test(arguments: [0, 1, 3, 127, 255])
  func reportsTheExitStatus(status: Int) async throws {
    let scratch = try Scratch()
    let (end, output) = try await scratch.run(scratch.shell("exit \(status)"))
    #expect(end == exited(status, like: end))
    #expect(output == "")
  }

  @Test(arguments: [SIGKILL, SIGTERM, SIGSEGV, SIGHUP])
  func reportsTheSignalThatEndedIt(signal: Int32) async throws {
    let scratch = try Scratch()
    let (end, _) = try await scratch.run(scratch.shell("kill -\(signal) $$"))
    #expect(
      end
        == CommandEnd(
          cause: .exited, status: nil, signal: Int(signal), duration: end.duration, survivors: 0))
  }

  @Test func interleavesOutputAndErrors() async throws {
    let scratch = try Scratch()
    let (_, output) = try await scratch.run(
      scratch.shell("echo one; echo two >&2; echo three; echo four >&2"))
    #expect(output == "one\ntwo\nthree\nfour\n")
    #expect(try scratch.text("call.1/output") == output)
  }

  @Test func keepsBinaryOutput() async throws {
    let scratch = try Scratch()
    let bytes = (0..<70_000).map { UInt8(truncatingIfNeeded: $0 &* 7 ^ $0 >> 8) }
    try Files.write(scratch("data"), bytes)
    try Commands.start(scratch.shell("cat data"))
    let output = Gathered()
    _ = try await Commands.wait(attempt: scratch("call.1")) { output.append($0) }
    #expect(output.bytes == bytes)
  }

  @Test func handsOutHugeOutputInBoundedChunks() async throws {
    let scratch = try Scratch()
    try Commands.start(scratch.shell("head -c 50000000 /dev/zero; echo end"))
    let output = Gathered()
    let end = try await Commands.wait(attempt: scratch("call.1")) { output.append($0) }
    #expect(end?.status == 0)
    #expect(output.count == 50_000_004)
    #expect(output.largest == Commands.chunkLimit)
  }

  @Test func excerptsOutputFromBothEnds() async throws {
    let scratch = try Scratch()
    _ = try await scratch.run(scratch.shell("seq 1 1000"))
    let excerpt = try OutputFile.read(scratch("call.1/output"), head: 4, tail: 5)
    #expect(
      excerpt == OutputExcerpt(head: Array("1\n2\n".utf8), tail: Array("1000\n".utf8), total: 3893))
    #expect(excerpt.omitted == 3884)
    let all = try OutputFile.read(scratch("call.1/output"), head: 2000, tail: 1893)
    #expect(all.head.count == 3893 && all.tail == [] && all.omitted == 0)
  }

  @Test func saysWhatCouldNotBeStarted() async throws {
    let scratch = try Scratch()
    var spec = scratch.shell("")
    spec.argv = ["no-such-program"]
    let (missing, _) = try await scratch.run(spec)
    #expect(
      missing
        == CommandEnd(
          cause: .noProgram(ENOENT), status: nil, signal: nil, duration: .zero, survivors: 0))
    spec = scratch.shell("true", attempt: "call.2")
    spec.directory = scratch("gone")
    let (nowhere, _) = try await scratch.run(spec)
    #expect(
      nowhere
        == CommandEnd(
          cause: .noDirectory(ENOENT), status: nil, signal: nil, duration: .zero, survivors: 0))
  }

  @Test func refusesWhatNoProcessCanBeGiven() throws {
    let scratch = try Scratch()
    #expect {
      try Commands.start(scratch.shell("echo a\0b"))
    } throws: {
      ($0 as? PlatformError)?.code == .invalid
    }
    #expect {
      try Commands.start(scratch.shell(String(repeating: "x", count: 200_000)))
    } throws: {
      ($0 as? PlatformError)?.code == .tooLarge
    }
  }

  @Test func givesTheCommandOnlyItsOwnEnvironmentAndStreams() async throws {
    let scratch = try Scratch()
    // Descriptors of ours that are not close-on-exec must not reach the command either.
    let leaked = dup(1)
    defer { close(leaked) }
    var spec = scratch.shell("cd /; env; readlink /proc/self/fd/0; ls /proc/self/fd; cat")
    let parent = ["PATH": "/usr/bin:/bin", "API_KEY": "secret", "YOLO_CALL": "outer", "LANG": "C"]
    spec.environment = Environment.forChildren(from: parent, removing: ["API_KEY"])
    let (end, output) = try await scratch.run(spec)
    #expect(end.status == 0)
    // SHLVL depends on how bash was built; 3 is the descriptor by which ls lists the others.
    let lines = Set(output.split(separator: "\n").filter { !$0.hasPrefix("SHLVL=") })
    #expect(
      lines == [
        "PATH=/usr/bin:/bin", "LANG=C", "YOLO_CALL=\(spec.attempt)", "PWD=/",
        "OLDPWD=\(scratch.path)", "_=/usr/bin/env", "/dev/null", "0", "1", "2", "3",
      ])
    #expect(!output.contains("secret") && !output.contains("outer"))
  }

  @Test func runsInItsOwnProcessSessionWithDefaultSignals() async throws {
    let scratch = try Scratch()
    let (_, output) = try await scratch.run(
      scratch.shell(
        "cut -d ' ' -f 6 /proc/$$/stat; echo $$; grep -E 'Sig(Blk|Ign)' /proc/$$/status")
    )
    let lines = output.split(separator: "\n")
    try #require(lines.count == 4)
    #expect(lines[0] == lines[1])
    #expect(lines[2].hasSuffix("\t0000000000000000"))
    // 32 and 33 belong to glibc, whose posix_spawn leaves them ignored.
    #expect(lines[3].hasSuffix("\t0000000180000000") || lines[3].hasSuffix("\t0000000000000000"))
  }
}
