import Events
import Platform
import Runtime
import Testing
import Wire

@testable import Tools

/// `read_file` against real files.
struct ReadFileTests {
  private let sandbox: Sandbox
  private let tool = ReadFile()

  init() throws { sandbox = try Sandbox() }

  private func read(_ path: String, _ more: JSON = [:]) async -> ToolOutcome {
    var arguments = more
    arguments["path"] = .string(path)
    return await tool.perform(arguments, in: sandbox.context())
  }

  private func lines(_ range: ClosedRange<Int>) -> String {
    range.map { "line \($0)\n" }.joined()
  }

  @Test func `numbered lines, the number of lines and the hash`() async throws {
    let hash = try sandbox.write("a.txt", "one\n\nthree")
    #expect(
      await read("a.txt")
        == .success(
          "1→one\n2→\n3→three\n[3 lines; \(shown(hash))]",
          files: [FileSeen(path: sandbox.path("a.txt"), afterHash: hash)]))
  }

  @Test func `a window says how to go on`() async throws {
    let hash = try sandbox.write("a", lines(1...10))
    #expect(
      await read("a", ["offset": 3, "limit": 2]).text
        == "3→line 3\n4→line 4\n[lines 3–4 of 10; go on with offset=5; \(shown(hash))]"
    )
    #expect(
      await read("a", ["offset": 9]).text
        == "9→line 9\n10→line 10\n[lines 9–10 of 10; \(shown(hash))]")
    #expect(
      await read("a", ["offset": 11]).text
        == "[offset 11 is behind the end: 10 lines; \(shown(hash))]")
  }

  @Test func `no more than 2000 lines`() async throws {
    let hash = try sandbox.write("a", lines(1...3000))
    let text = await read("a", ["limit": 99999]).text
    #expect(
      text.hasSuffix(
        "2000→line 2000\n[lines 1–2000 of 3000; go on with offset=2001; \(shown(hash))]"
      ))
  }

  @Test func `no more than 50 KiB`() async throws {
    try sandbox.write("a", String(repeating: String(repeating: "x", count: 999) + "\n", count: 99))
    let text = await read("a").text
    #expect(text.utf8.count <= Limits.readBytes + 200)
    let notes = String(text.suffix(200).drop { $0 != "[" })
    #expect(notes.hasPrefix("[lines 1–50 of 99; cut at 50.0 KiB; go on with offset=51; "))
  }

  @Test func `of a log the last 500 lines`() async throws {
    let hash = try sandbox.write("build.log", lines(1...800))
    let outcome = await read("build.log")
    #expect(outcome.text.hasPrefix("301→line 301\n"))
    #expect(
      outcome.text.hasSuffix(
        "[lines 301–800 of 800; earlier lines with offset=1; \(shown(hash))]"))
    #expect(await read("build.log", ["limit": 1]).text.hasPrefix("800→line 800\n"))
    #expect(await read("build.log", ["offset": 1, "limit": 1]).text.hasPrefix("1→line 1\n"))
  }

  @Test(arguments: ["a.csv", "B.TSV"])
  func `of a table the first 100 lines, and always the header`(name: String) async throws {
    let hash = try sandbox.write(name, lines(1...300))
    #expect(
      await read(name).text.hasSuffix(
        "100→line 100\n[lines 1–100 of 300; go on with offset=101; \(shown(hash))]"
      ))
    #expect(
      await read(name, ["offset": 200, "limit": 1]).text
        == "1→line 1\n200→line 200\n[lines 200–200 of 300; go on with offset=201; "
        + "\(shown(hash))]")
    #expect(await read(name, ["limit": 250]).text.contains("250→line 250\n"))
  }

  @Test func `a minified line is cut`() async throws {
    try sandbox.write("a.js", String(repeating: "x", count: 1 << 20) + "\nend\n")
    let text = await read("a.js").text
    #expect(
      text.hasPrefix(
        "1→" + String(repeating: "x", count: Limits.readLineBytes)
          + "… [1022.0 KiB of this line cut]\n2→end\n"))
  }

  @Test func `line ends and byte order mark are mentioned, not shown`() async throws {
    let hash = try sandbox.write("a", "\u{FEFF}one\r\ntwo\r\n")
    #expect(
      await read("a").text
        == "1→one\n2→two\n[2 lines; line ends are CRLF; begins with a byte order mark; "
        + "\(shown(hash))]")
    try sandbox.write("b", "one\r\ntwo\n")
    #expect(await read("b").text.contains("[2 lines; 1 line ends are CRLF; "))
  }

  @Test func `an empty file`() async throws {
    let hash = try sandbox.write("a", "")
    #expect(await read("a").text == "[empty file; \(shown(hash))]")
  }

  @Test func `binary and non-UTF-8 as metadata`() async throws {
    let binary = try sandbox.write("a.out", [0x7F, 0x45, 0x4C, 0x46, 0, 1])
    #expect(
      await read("a.out")
        == .success(
          "[a.out: binary, not text; 6 bytes; begins with 7f454c460001; \(shown(binary))] "
            + "Not shown; look into it with bash, for example `file`, `xxd` or `iconv`.",
          files: [FileSeen(path: sandbox.path("a.out"), afterHash: binary)]))
    try sandbox.write("latin1", Array("a\nb\n".utf8) + [0x66, 0xFC, 0x72, 0x0A])
    #expect(await read("latin1").text.hasPrefix("[latin1: not UTF-8 text (first seen in line 3); "))
    // What is not shown does not matter.
    #expect(await read("latin1", ["limit": 2]).text.hasPrefix("1→a\n2→b\n"))
  }

  @Test func `an image is a part of its own`() async throws {
    let bytes = ImageHeaderTests.png
    let hash = try sandbox.write("shot", bytes)
    #expect(
      await read("shot")
        == ToolOutcome(
          status: .success,
          content: [
            .text("[shot: image/png, 300×200, 29 bytes; \(shown(hash))]"),
            .image(ImagePart(blob: hash, mediaType: "image/png", width: 300, height: 200)),
          ], files: [FileSeen(path: sandbox.path("shot"), afterHash: hash)]))
    #expect(sandbox.blobCount == 1)
  }

  @Test func `an image no provider would take is metadata`() async throws {
    try sandbox.write("torn.png", Array(ImageHeaderTests.png.prefix(14)))
    #expect(await read("torn.png").text.hasPrefix("[torn.png: binary, not text; 14 bytes"))
    try await sandbox.shell("printf 'GIF89a@@@@' > big.gif; truncate -s 21M big.gif")
    #expect(
      await read("big.gif").error
        == "big.gif is an image of 21.0 MiB, more than the 20.0 MiB that can be shown: make a "
        + "smaller copy")
  }

  @Test func `of a huge file only what is asked for is read`() async throws {
    try sandbox.write("huge", lines(1...5000))
    try await sandbox.shell("truncate -s 10G huge && printf 'the\\nend\\n' >> huge")
    let outcome = await read("huge", ["offset": 10, "limit": 1])
    #expect(
      outcome
        == .success(
          "10→line 10\n[lines 10–10 of a file too large to count; go on with offset=11; too large "
            + "for a content_hash]"))
    try await sandbox.shell("mv huge huge.log")
    #expect(
      await read("huge.log", ["limit": 1]).text
        == "-1→end\n[the last 1 line, counted from the end; too large for a content_hash]")
  }

  @Test func `output of commands is shown though it is no UTF-8`() async throws {
    let output = "\(sandbox.session)/calls/call.1/output"
    try Files.makeDirectories(Paths.split(output).directory)
    try Files.write(output, Array("f".utf8) + [0xFC, 0x0A])
    #expect(await read(output).text.hasPrefix("1→f\u{FFFD}\n[1 line; "))
  }

  @Test func `what is no file is refused at once`() async throws {
    try await sandbox.shell(
      "mkdir dir && mkfifo pipe && ln -s /dev/zero zero && ln -s none dangling")
    #expect(
      await read("dir").error == "dir is a directory: name a file in it, or list it with bash")
    #expect(await read("pipe").error == "pipe is a device, FIFO or socket, not a regular file")
    #expect(await read("zero").error?.contains("outside the workspace") == true)
    #expect(await read("dangling").error == "none does not exist")
    #expect(
      await read("a", ["offset": 0]).error == "offset must be an integer of at least 1; found 0")
  }

  @Test func `a device is refused even where devices may be read`() async {
    let outcome = await tool.perform(
      ["path": "/dev/zero"], in: sandbox.context(roots: ["/dev"]))
    #expect(outcome.error == "/dev/zero is a device, FIFO or socket, not a regular file")
  }

  @Test func `it reads its path and writes nothing`() async throws {
    try await sandbox.shell("ln -s real link")
    #expect(
      tool.touches(["path": "link"], in: Workspace(root: sandbox.root))
        == .paths(reads: [sandbox.path("real")], writes: []))
    #expect(
      await tool.prepare(makeCall("read_file", ["path": "a\nb"]), in: sandbox.context())
        == .ready(narration: "Read a…"))
  }
}

/// How a result names the content of a file.
private func shown(_ hash: String) -> String { "content_hash \(hash.prefix(12))" }
