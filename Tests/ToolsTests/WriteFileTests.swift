import Events
import Platform
import Runtime
import Testing
import Wire

@testable import Tools

/// `write_file` against real files.
struct WriteFileTests {
  private let sandbox: Sandbox
  private let tool = WriteFile(environment: plainEnvironment)

  init() throws { sandbox = try Sandbox() }

  private func write(
    _ path: String, _ content: String, known: [String: String] = [:]
  ) async -> ToolOutcome {
    await tool.perform(
      ["path": .string(path), "content": .string(content)], in: sandbox.context(known: known))
  }

  @Test func `a new file gets its parents`() async throws {
    let outcome = await write("src/deep/a.txt", "one\ntwo\n")
    let hash = SHA256.hex(Array("one\ntwo\n".utf8))
    #expect(
      outcome
        == .success(
          "Created src/deep/a.txt (2 lines, 8 bytes).",
          files: [
            FileSeen(
              path: sandbox.path("src/deep/a.txt"), afterHash: hash,
              diff: "--- a/src/deep/a.txt\n+++ b/src/deep/a.txt\n@@ -0,0 +1,2 @@\n+one\n+two\n")
          ]))
    #expect(try sandbox.read("src/deep/a.txt") == "one\ntwo\n")
  }

  @Test func `a workspace that was removed is not made again`() async throws {
    try Files.removeTree(sandbox.path(""))
    let outcome = await write("src/a.txt", "x")
    #expect(outcome.status == .error && outcome.error?.contains("not there any more") == true)
    #expect(try Files.status(sandbox.path("")) == nil)
  }

  @Test func `a known file is replaced and keeps its mode`() async throws {
    let hash = try sandbox.write("run.sh", "one\ntwo\n")
    try await sandbox.shell("chmod 0750 run.sh")
    let outcome = await write("run.sh", "one\n2\n3\n", known: [sandbox.path("run.sh"): hash])
    #expect(outcome.text == "Replaced run.sh (3 lines, 8 bytes): +2 −1 lines.")
    #expect(try Files.status(sandbox.path("run.sh"))?.mode == 0o750)
  }

  @Test func `a file that was never read is not overwritten`() async throws {
    try sandbox.write("a", "theirs\n")
    #expect(
      await write("a", "mine\n")
        == .failed(
          "a exists and has not been read in this session: read it first, or change it with "
            + "edit_file"
        ))
    #expect(try sandbox.read("a") == "theirs\n")
  }

  @Test func `a file that changed since it was read is not overwritten`() async throws {
    let hash = try sandbox.write("a", "one\n")
    try sandbox.write("a", "two\n")
    #expect(
      await write("a", "mine\n", known: [sandbox.path("a"): hash])
        == .failed("a changed on disk since it was last read or written here: read it again"))
    #expect(try sandbox.read("a") == "two\n")
  }

  @Test func `the same content again is done already`() async throws {
    let hash = try sandbox.write("a", "same\n")
    #expect(
      await write("a", "same\n")
        == .success(
          "a already has exactly this content.",
          files: [FileSeen(path: sandbox.path("a"), afterHash: hash)]))
    #expect(sandbox.blobCount == 0)
  }

  @Test func `a file that came between prepare and run is kept`() async throws {
    let started = try await tool.ready(
      ["path": "a", "content": "mine\n"], in: sandbox.context())
    #expect(started.narration == "Create a (1 line)")
    try sandbox.write("a", "theirs\n")
    let outcome = await tool.run(started, in: sandbox.context())
    #expect(outcome.status == .error)
    #expect(try sandbox.read("a") == "theirs\n")
    #expect(
      await tool.inspect(started, in: sandbox.context())
        == .files([FileFinding(path: sandbox.path("a"), state: .conflict)]))
  }

  @Test func `what is no file is not written`() async throws {
    try await sandbox.shell("mkdir dir && mkfifo pipe && echo x > file")
    #expect(await write("dir", "x").error?.hasPrefix("dir is a directory") == true)
    #expect(await write("pipe", "x").error?.contains("not a regular file") == true)
    #expect(await write("fresh/", "x").error?.contains("names a directory") == true)
    #expect(
      await write("file/below", "x")
        == .failed(
          "could not create file/below: \(sandbox.path("file")) is not a directory"))
  }

  @Test func `a symlink inside is followed, not replaced`() async throws {
    try await sandbox.shell("mkdir sub && ln -s sub/real link")
    #expect(await write("link", "x\n").text == "Created sub/real (1 line, 2 bytes).")
    #expect(try Files.status(sandbox.path("link"), links: .asThemselves)?.kind == .symlink)
    #expect(try sandbox.read("sub/real") == "x\n")
  }

  @Test func `a large file is replaced when its hash is known`() async throws {
    let large = [UInt8](repeating: 0x61, count: Limits.beforeImageBytes + 1)
    let hash = try sandbox.write("large", large)
    #expect(await write("large", "x\n").error?.contains("has not been read") == true)
    #expect(
      await write("large", "x\n", known: [sandbox.path("large"): hash]).text
        == "Replaced large (1 line, 2 bytes).")
    try await sandbox.shell("truncate -s \(Limits.hashedFileBytes + 1) huge")
    #expect(
      await write("huge", "x\n").error
        == "huge is larger than 64.0 MiB, too large to be checked for changes: work on it with bash"
    )
  }

  @Test(
    arguments: [
      ([:], "path is missing: give a string"),
      (["path": 1, "content": ""], "path must be a string; found 1"),
      (["path": "a", "content": ["x"]], "content must be a string; found array"),
      (["path": "", "content": ""], "path is empty: name a file"),
      (
        ["path": "a\u{0}b", "content": ""],
        "path contains a NUL character, which no file name can have"
      ),
    ] as [(JSON, String)])
  func `arguments that make no sense are named`(arguments: JSON, error: String) async {
    #expect(await tool.perform(arguments, in: sandbox.context()).error == error)
  }

  @Test func `it touches its path`() {
    #expect(
      tool.touches(["path": "x/../a"], in: Workspace(root: sandbox.root))
        == .paths(reads: [sandbox.path("a")], writes: [sandbox.path("a")]))
  }

  @Test func `a refused call names its file all the same`() async {
    let tools: [(any Tool, String)] = [
      (tool, "Write"), (EditFile(environment: plainEnvironment), "Edit"),
    ]
    for (tool, name) in tools {
      let call = makeCall(tool.definition.name, ["path": ".git/x", "content": "y", "edits": []])
      guard case .settled(let narration, _) = await tool.prepare(call, in: sandbox.context()) else {
        Issue.record("\(name) was not refused")
        continue
      }
      #expect(narration == "\(name) .git/x")
    }
  }
}
