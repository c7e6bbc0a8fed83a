import Events
import Platform
import Synchronization
import Testing

@testable import Agent

@Suite struct GitStatusTests {
  private func status(_ records: String...) -> GitStatus {
    GitStatus(report: Array(records.map { $0 + "\0" }.joined().utf8))
  }

  @Test func aReportIsRead() {
    let found = status(
      "# branch.oid 1234567890abcdef", "# branch.head feature/x", "# branch.upstream o/feature/x",
      "# branch.ab +2 -1", "1 .M N... 100644 100644 100644 aaa bbb a file.swift",
      "2 R. N... 100644 100644 100644 aaa bbb R100 new name", "old name",
      "u UU N... 100644 100644 100644 100644 a b c both.c", "? \u{1B}[31mx\ny", "! ignored",
      "nonsense")
    var expected = GitStatus(report: [])
    expected.branch = "feature/x"
    expected.ahead = 2
    expected.behind = 1
    expected.changes = [
      .init(state: "M", path: "a file.swift"), .init(state: "R", path: "new name"),
      .init(state: "UU", path: "both.c"), .init(state: "??", path: "\u{FFFD}[31mx\u{FFFD}y"),
    ]
    #expect(found == expected)
    #expect(
      found.summary == "branch feature/x, ahead 2, behind 1, 4 changed files: M a file.swift, "
        + "R new name, UU both.c, ?? \u{FFFD}[31mx\u{FFFD}y")
  }

  @Test func withoutChangesOrBranch() {
    #expect(
      status("# branch.oid (initial)", "# branch.head main").summary == "branch main, no changes")
    #expect(
      status("# branch.oid 1234567890abcdef", "# branch.head (detached)", "? a").summary
        == "branch detached at 1234567, 1 changed file: ?? a")
  }

  @Test func aLongListIsCut() {
    let report = "# branch.head m\0" + (1...30).map { "? f\($0)\0" }.joined() + "? half"
    let whole = GitStatus(report: Array(report.utf8)).summary
    #expect(whole.hasSuffix("?? f9, ?? f10, and 20 more"))
    #expect(whole.hasPrefix("branch m, 30 changed files: ?? f1, "))
    #expect(GitStatus(report: Array(report.utf8), isCut: true).summary.contains("at least 30"))
  }

  @Test func aRealRepository() async throws {
    let scratch = try Scratch()
    let own = Environment.own()
    let environment = [
      "PATH": own["PATH"] ?? "/usr/bin:/bin", "HOME": scratch.path, "GIT_AUTHOR_NAME": "a",
      "GIT_AUTHOR_EMAIL": "a@b", "GIT_COMMITTER_NAME": "a", "GIT_COMMITTER_EMAIL": "a@b",
    ]
    func git(_ arguments: String...) async throws {
      let result = try await Subprocess.run(
        ["git"] + arguments, environment: environment, directory: scratch.path,
        timeLimit: .seconds(30), outputLimit: 100_000)
      #expect(result.succeeded, "\(String(decoding: result.errors, as: UTF8.self))")
    }
    func ask() async -> GitStatus? {
      await GitStatus.ask(
        in: scratch.path, environment: environment, timeLimit: .seconds(30),
        sleep: World.fixed.sleep)
    }
    #expect(await ask() == nil)
    try await git("init", "-q", "-b", "main")
    try scratch.write("a b.txt", "one")
    #expect(await ask()?.summary == "branch main, 1 changed file: ?? a b.txt")
    try await git("add", ".")
    try await git("commit", "-qm", "x")
    #expect(await ask()?.summary == "branch main, no changes")
    try await git("mv", "a b.txt", "c.txt")
    #expect(await ask()?.summary == "branch main, 1 changed file: R c.txt")
  }

  @Test func aSettingOfTheRepositoryStartsNoProgram() async throws {
    let scratch = try Scratch()
    try scratch.program("monitor", "touch \(scratch["started"])")
    let environment = [
      "PATH": Environment.own()["PATH"] ?? "/usr/bin:/bin", "HOME": scratch.path,
    ]
    for arguments in [["init", "-q"], ["config", "core.fsmonitor", scratch["monitor"]]] {
      _ = try await Subprocess.run(
        ["git"] + arguments, environment: environment, directory: scratch.path,
        timeLimit: .seconds(30), outputLimit: 1000)
    }
    #expect(
      await GitStatus.ask(
        in: scratch.path, environment: environment, timeLimit: .seconds(30),
        sleep: World.fixed.sleep) != nil)
    #expect(try Files.status(scratch["started"]) == nil)
  }

  @Test func aSlowOrMissingGitIsNotWaitedFor() async throws {
    let scratch = try Scratch()
    try scratch.program("bin/git", "exec sleep 600")
    let asked = Mutex<[Duration]>([])
    let found = await GitStatus.ask(
      in: scratch.path, environment: ["PATH": "\(scratch["bin"]):/usr/bin:/bin"],
      sleep: { duration in asked.withLock { $0.append(duration) } })
    #expect(found == nil)
    #expect(asked.withLock { $0 } == [GitStatus.timeLimit])
    let nothing = try scratch.directory("empty")
    #expect(
      await GitStatus.ask(
        in: scratch.path, environment: ["PATH": nothing], sleep: World.fixed.sleep) == nil)
  }
}
