import Glibc
import Testing

/// A Python that has the packages of Tests/python/requirements.txt.
enum PinnedPython {
  static let path = getenv("YOLO_PYTHON").map { String(cString: $0) }
  static let whyNot: Comment = "needs PyPI packages: ./install.sh --test sets YOLO_PYTHON"
}

/// The documented events, judged by the public SDK whose contract they follow.
@Suite(.enabled(if: PinnedPython.path != nil, PinnedPython.whyNot))
struct EverrunsTests {
  @Test func theExamplesAreEventsOfTheSDK() throws {
    let count = EventFormatTests.examples.count
    #expect(try judge("validate_events.py") == Judgement(output: "\(count) events valid\n"))
  }

  @Test func anEventOfAnotherFormIsRefused() throws {
    let judgement = try judge("validate_events.py", edit: "s/\"input_tokens\":[0-9]*,//")
    #expect(judgement.status == 1)
    #expect(judgement.output.contains("input_tokens"))
  }

  @Test func anEventLoopOfTheSDKPrintsTheReply() throws {
    #expect(try judge("read_stream.py") == Judgement(output: "total.py adds\n"))
  }

  @Test func anEventLoopOfTheSDKReportsAFailedTurn() throws {
    let judgement = try judge("read_stream.py", edit: "/\"turn.completed\"/d")
    let expected = "turn failed: authentication: 401: the key is not valid\n"
    #expect(judgement == Judgement(output: expected, status: 1))
  }

  struct Judgement: Equatable {
    var output: String
    var status: Int32 = 0
  }

  /// Runs a script of Tests/python over the examples, changed by a sed command first.
  private func judge(_ script: String, edit: String = "") throws -> Judgement {
    let python = try #require(PinnedPython.path)
    let command =
      "sed '\(edit)' '\(Tree.root)/docs/formats/events.jsonl'"
      + " | '\(python)' '\(Tree.root)/Tests/python/\(script)' 2>&1"
    let pipe = try #require(popen(command, "r"))
    var bytes: [UInt8] = []
    var buffer = [UInt8](repeating: 0, count: 4096)
    while case let count = fread(&buffer, 1, buffer.count, pipe), count > 0 {
      bytes += buffer[..<count]
    }
    return Judgement(
      output: String(decoding: bytes, as: UTF8.self), status: pclose(pipe) >> 8 & 0xFF)
  }
}
