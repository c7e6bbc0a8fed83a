import Events
import Platform
import Runtime
import Testing
import Wire

@testable import Tools

/// `edit_file` against real files.
struct EditFileTests {
  private let sandbox: Sandbox
  private let tool = EditFile(environment: plainEnvironment)

  init() throws { sandbox = try Sandbox() }

  private func arguments(_ path: String, _ edits: [(String, String)]) -> JSON {
    [
      "path": .string(path),
      "edits": .array(edits.map { ["old_text": .string($0.0), "new_text": .string($0.1)] }),
    ]
  }

  private func edit(
    _ path: String, _ edits: [(String, String)], known: [String: String] = [:]
  ) async -> ToolOutcome {
    await tool.perform(arguments(path, edits), in: sandbox.context(known: known))
  }

  @Test func `an edit gives a diff, to the model and in the detail`() async throws {
    try sandbox.write("a.txt", "one\r\ntwo\r\n")
    let outcome = await edit("a.txt", [("two", "2\n3")])
    let diff = "--- a/a.txt\n+++ b/a.txt\n@@ -1,2 +1,3 @@\n one\r\n-two\r\n+2\r\n+3\r\n"
    #expect(
      outcome
        == .success(
          "Edited a.txt: +2 −1 lines.\n\(diff)",
          files: [
            FileSeen(
              path: sandbox.path("a.txt"), afterHash: SHA256.hex(Array("one\r\n2\r\n3\r\n".utf8)),
              diff: diff)
          ]))
  }

  @Test func `all or nothing`() async throws {
    try sandbox.write("a", "one\ntwo\n")
    let outcome = await edit("a", [("one", "1"), ("three", "3")])
    #expect(outcome.error?.hasPrefix("a was not changed: edits[1].old_text was not found") == true)
    #expect(try sandbox.read("a") == "one\ntwo\n")
  }

  @Test func `an edit that still matches exactly is made though the file changed`() async throws {
    let read = try sandbox.write("a", "one\ntwo\n")
    try sandbox.write("a", "zero\none\ntwo\n")
    let outcome = await edit("a", [("two", "2")], known: [sandbox.path("a"): read])
    #expect(outcome.status == .success)
    #expect(outcome.text.contains("The file had changed on disk since it was last read here"))
    #expect(try sandbox.read("a") == "zero\none\n2\n")
  }

  @Test func `in a file that changed since it was read nothing is guessed`() async throws {
    let read = try sandbox.write("a", "  one\n")
    try sandbox.write("a", "    one\n")
    let outcome = await edit("a", [("  one\n", "  1\n")], known: [sandbox.path("a"): read])
    #expect(outcome.status == .success, "a part of the line still matches exactly")
    let refused = await edit("a", [("\t1\n", "\t2\n")], known: [sandbox.path("a"): read])
    #expect(
      refused.error?.hasPrefix(
        "a was not changed: the file changed on disk since it was last read here, and old_text")
        == true)
  }

  @Test func `a file that changes between prepare and run is kept`() async throws {
    try sandbox.write("a", "one\n")
    let started = try await tool.ready(arguments("a", [("one", "1")]), in: sandbox.context())
    try sandbox.write("a", "theirs\n")
    #expect(await tool.run(started, in: sandbox.context()).status == .error)
    #expect(try sandbox.read("a") == "theirs\n")
  }

  @Test func `running again after a crash changes nothing twice`() async throws {
    try sandbox.write("a", "x\n")
    let started = try await tool.ready(arguments("a", [("x", "xx")]), in: sandbox.context())
    let first = await tool.run(started, in: sandbox.context())
    #expect(
      await tool.inspect(started, in: sandbox.context())
        == .files([FileFinding(path: sandbox.path("a"), state: .done)]))
    #expect(await tool.run(started, in: sandbox.context()) == first)
    #expect(try sandbox.read("a") == "xx\n")
  }

  @Test func `mode and byte order mark are kept`() async throws {
    try sandbox.write("a", "\u{FEFF}one\n")
    try await sandbox.shell("chmod 0640 a")
    #expect(await edit("a", [("one", "1")]).status == .success)
    #expect(try sandbox.read("a").utf8.elementsEqual("\u{FEFF}1\n".utf8))
    #expect(try Files.status(sandbox.path("a"))?.mode == 0o640)
  }

  @Test func `what is no text is not edited`() async throws {
    try sandbox.write("nul", [0x61, 0, 0x62])
    try sandbox.write("latin1", [0x61, 0xE4, 0x62])
    for name in ["nul", "latin1"] {
      #expect(
        await edit(name, [("a", "b")])
          == .failed("\(name) is not UTF-8 text: change it with a command in bash"))
    }
  }

  @Test func `a missing file names the one that was meant`() async throws {
    try sandbox.write("Sources/Parser.swift", "x\n")
    #expect(
      await edit("Sources/parsr.swift", [("a", "b")])
        == .failed("Sources/parsr.swift does not exist; did you mean Parser.swift?"))
    #expect(
      await edit("none/at/all", [("a", "b")])
        == .failed("none/at/all does not exist, nor does its directory"))
  }

  @Test func `a file larger than the limit is refused`() async throws {
    try await sandbox.shell("truncate -s \(Limits.editedFileBytes + 1) large")
    #expect(await edit("large", [("a", "b")]).error?.contains("larger than the limit") == true)
  }

  @Test(
    arguments: [
      (["path": "a"], "edits is missing: give an array of objects"),
      (["path": "a", "edits": []], "edits is empty: give at least one {old_text, new_text}"),
      (["path": "a", "edits": ["x"]], "edits[0] must be an object; found string"),
      (["path": "a", "edits": [["old_text": "x"]]], "new_text is missing: give a string"),
      (
        ["path": "a", "edits": [["old_text": "x", "new_text": "y", "replace_all": "yes"]]],
        "replace_all must be true or false; found string"
      ),
    ] as [(JSON, String)])
  func `arguments that make no sense are named`(arguments: JSON, error: String) async {
    #expect(await tool.perform(arguments, in: sandbox.context()).error == error)
  }
}
