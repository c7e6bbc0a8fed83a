import Glibc
import Testing
import Wire

/// What the program stores and streams, judged by the public SDK whose contract it follows.
@Suite(.enabled(if: PinnedPython.path != nil, PinnedPython.whyNot))
struct EverrunsTests {
  private let yolo: Yolo

  init() throws { yolo = try Yolo() }

  /// A script with an edit, a slow command and an answer; what it plays touches every kind of call.
  private func model() throws -> String {
    try yolo.write("total.txt", "one\n")
    return try yolo.script(
      [
        "thinking": "Look first.", "text": "I look.",
        "calls": [["name": "read_file", "arguments": ["path": "total.txt"]]],
      ],
      [
        "calls": [
          [
            "name": "edit_file",
            "arguments": [
              "path": "total.txt", "edits": [["old_text": "one", "new_text": "two"]],
            ],
          ]
        ]
      ],
      ["calls": [["name": "bash", "arguments": ["command": "sleep 1; cat total.txt"]]]],
      ["calls": [["name": "bash", "raw_arguments": "{\"command\": "]]],
      ["error": ["code": "overloaded", "message": "busy"]],
      ["text": "All done."])
  }

  @Test func everyStoredFactOfAKilledAndResumedSessionIsAnEventOfTheSDK() async throws {
    let running = try yolo.start(["-p", "go", "--provider", "llmsim", "-m", try model()])
    try await running.says("sleep 1")
    running.signal(SIGKILL)
    let id = try #require(await running.end().errLines.first)
    let resumed = try await yolo("-p", "-r", id)
    #expect(resumed.code == 0, "\(resumed.err)")
    let events = try await yolo.events(id)
    #expect(events.count > 30)
    try await PinnedPython.validate(events, yolo)
  }

  @Test func anEventLoopWrittenForTheSDKPrintsTheReply() async throws {
    let run = try await yolo(
      "-p", "go", "--provider", "llmsim", "-m", try model(), "--output-format", "stream-json")
    #expect(run.code == 0, "\(run.err)")
    let judgement = try await PinnedPython.judge("read_stream.py", run.out, yolo)
    #expect(judgement == Yolo.Result(code: 0, out: "All done.\n", err: ""))
  }
}

/// A Python that has the packages of Tests/python/requirements.txt.
enum PinnedPython {
  static let path = getenv("YOLO_PYTHON").map { String(cString: $0) }
  static let whyNot: Comment = "needs PyPI packages: ./install.sh --test sets YOLO_PYTHON"

  /// Runs a script of Tests/python.
  static func judge(_ script: String, _ input: String, _ yolo: Yolo) async throws -> Yolo.Result {
    let tests = #filePath.split(separator: "/").dropLast(2).joined(separator: "/")
    let python = try #require(path)
    return try await Running(
      [python, "/\(tests)/python/\(script)"], [:], .text(input), scratch: yolo.directory,
      directory: "/"
    ).end()
  }

  /// Has the SDK read every event of a session; without the SDK nothing is judged, which
  /// `EverrunsTests` reports as skipped.
  static func validate(_ events: [JSON], _ yolo: Yolo) async throws {
    guard path != nil else { return }
    let lines = events.map { $0.text + "\n" }.joined()
    let judgement = try await judge("validate_events.py", lines, yolo)
    #expect(judgement == Yolo.Result(code: 0, out: "\(events.count) events valid\n", err: ""))
  }
}
