import Events
import Platform
import Runtime
import Testing
import Wire

@testable import Tools

/// Changes that are written down before they are made, at every point a crash can leave them.
struct FilePlanTests {
  /// A plan of three files: one replaced, one created, one deleted.
  private struct Plan {
    let sandbox: Sandbox
    let started: ToolStarted

    init() async throws {
      sandbox = try Sandbox()
      try sandbox.write("a", "old a\n")
      try sandbox.write("c", "old c\n")
      let context = sandbox.context()
      started = WriteFile(environment: plainEnvironment).started(
        [:], "",
        [
          try await FilePlan.change(
            sandbox.path("a"), from: .content(Array("old a\n".utf8)), to: Array("new a\n".utf8),
            in: context),
          try await FilePlan.change(
            sandbox.path("new/b"), from: .absent, to: Array("new b\n".utf8), in: context),
          try await FilePlan.change(
            sandbox.path("c"), from: .content(Array("old c\n".utf8)), to: nil, in: context),
        ])
    }

    /// Puts one of the files as the plan wants it.
    func make(_ index: Int) throws {
      switch index {
      case 0: try sandbox.write("a", "new a\n")
      case 1: try sandbox.write("new/b", "new b\n")
      default: try Files.remove(sandbox.path("c"))
      }
    }

    var states: [FileFinding.State] { FilePlan.inspect(started.files).map(\.state) }

    func perform() async -> ToolOutcome {
      await FilePlan.perform(started, in: sandbox.context()) { "\($0.count) changes" }
    }
  }

  @Test func `a change names both images and keeps them`() async throws {
    let plan = try await Plan()
    let hash = { (text: String) in SHA256.hex(Array(text.utf8)) }
    #expect(
      plan.started.files == [
        FileChange(
          path: plan.sandbox.path("a"), kind: .write, beforeHash: hash("old a\n"),
          afterHash: hash("new a\n"), beforeBlob: hash("old a\n"), afterBlob: hash("new a\n")),
        FileChange(
          path: plan.sandbox.path("new/b"), kind: .create, beforeHash: nil,
          afterHash: hash("new b\n"), afterBlob: hash("new b\n")),
        FileChange(
          path: plan.sandbox.path("c"), kind: .delete, beforeHash: hash("old c\n"),
          afterHash: nil, beforeBlob: hash("old c\n")),
      ])
  }

  @Test(arguments: 0..<8)
  func `wherever a crash left it, running again finishes it`(doneMask: Int) async throws {
    let plan = try await Plan()
    let done = (0..<3).filter { doneMask >> $0 & 1 == 1 }
    for index in done { try plan.make(index) }
    #expect(plan.states == (0..<3).map { done.contains($0) ? .done : .untouched })
    let outcome = await plan.perform()
    #expect(outcome.status == .success)
    #expect(outcome.text == "3 changes")
    #expect(outcome.files.map(\.afterHash) == plan.started.files.map(\.afterHash))
    #expect(
      outcome.files.map(\.diff) == [
        "--- a/a\n+++ b/a\n@@ -1 +1 @@\n-old a\n+new a\n",
        "--- a/new/b\n+++ b/new/b\n@@ -0,0 +1 @@\n+new b\n",
        "--- a/c\n+++ b/c\n@@ -1 +0,0 @@\n-old c\n",
      ])
    #expect(plan.states == [.done, .done, .done])
    #expect(try plan.sandbox.read("a") == "new a\n")
  }

  @Test func `one conflict and nothing is written`() async throws {
    let plan = try await Plan()
    try plan.make(1)
    try plan.sandbox.write("c", "somebody else's\n")
    #expect(plan.states == [.untouched, .done, .conflict])
    let outcome = await plan.perform()
    var expected = ToolOutcome.failed(
      "c changed on disk since this call was prepared, so nothing more was written; done: new/b; "
        + "not done: a; read the file again before changing it")
    expected.files = [
      FileSeen(path: plan.sandbox.path("new/b"), afterHash: plan.started.files[1].afterHash)
    ]
    #expect(outcome == expected)
    #expect(try plan.sandbox.read("a") == "old a\n")
    #expect(try plan.sandbox.read("c") == "somebody else's\n")
  }

  @Test func `a path that a symlink now leads elsewhere is a conflict`() async throws {
    let plan = try await Plan()
    try await plan.sandbox.shell("mkdir ../elsewhere && ln -s ../elsewhere new")
    #expect(plan.states == [.untouched, .conflict, .untouched])
  }

  @Test func `what stands in the way is a conflict, never waited for`() async throws {
    let plan = try await Plan()
    try await plan.sandbox.shell("rm a && mkfifo a && mkdir -p new/b")
    #expect(plan.states == [.conflict, .conflict, .untouched])
  }

  @Test func `a missing image fails without a change`() async throws {
    let plan = try await Plan()
    let outcome = await FilePlan.perform(
      plan.started, in: try Sandbox().context(), text: { _ in "" })
    #expect(outcome.status == .error)
    #expect(outcome.error?.contains("is missing from the store") == true)
    #expect(plan.states == [.untouched, .untouched, .untouched])
  }

  @Test func `what fails half way names what is done and what is not`() async throws {
    let plan = try await Plan()
    // Nothing can be created below a file.
    try plan.sandbox.write("new", "in the way")
    let outcome = await plan.perform()
    #expect(outcome.status == .error)
    #expect(outcome.error?.hasSuffix("done: a; not done: new/b, c") == true)
    #expect(outcome.files.map(\.path) == [plan.sandbox.path("a")])
  }

  @Test func `a cancelled task writes nothing more`() async throws {
    let plan = try await Plan()
    let outcome = await Task {
      withUnsafeCurrentTask { $0?.cancel() }
      return await plan.perform()
    }.value
    #expect(outcome.status == .cancelled)
    #expect(plan.states == [.untouched, .untouched, .untouched])
  }

  @Test func `a content too large to keep is known by its hash`() async throws {
    let sandbox = try Sandbox()
    let large = [UInt8](repeating: 0x61, count: Limits.beforeImageBytes + 1)
    let hash = try sandbox.write("large", large)
    let change = try await FilePlan.change(
      sandbox.path("large"), from: .content(large), to: Array("small\n".utf8),
      in: sandbox.context())
    #expect(change.beforeHash == hash)
    #expect(change.beforeBlob == nil)
    #expect(sandbox.blobCount == 1)
    let started = WriteFile(environment: plainEnvironment).started([:], "", [change])
    let outcome = await FilePlan.perform(started, in: sandbox.context()) { _ in "done" }
    #expect(outcome.files == [FileSeen(path: sandbox.path("large"), afterHash: change.afterHash)])
    #expect(try sandbox.read("large") == "small\n")
  }

  @Test func `a diff is cut at a line end and says so`() {
    let diff = (1...3000).map { "+line \($0)\n" }.joined()
    let cut = AppliedChange.cut(diff)
    #expect(cut.utf8.count <= Limits.diffCharacters)
    let kept = cut.split(separator: "\n").count - 1
    #expect(cut.hasSuffix("+line \(kept)\n[the diff goes on: \(3000 - kept) more lines]\n"))
    #expect(AppliedChange.cut("+short\n") == "+short\n")
  }
}
