import Arguments
import Events
import Glibc
import OneShot
import Platform

/// The prompt of a run, from the command line and standard input.
struct Stdin {
  /// After this time without a byte a waiting reader says what it waits for.
  static let noticeAfter: Int32 = 2_000
  /// How long an input that nobody needs is waited for.
  static let optionalWait: Int32 = 1_000

  let console: Console

  /// The prompt; nil where there is none and none is needed.
  ///
  /// Failure: an empty prompt, or one that is larger than an input may be.
  func prompt(_ source: Invocation.Prompt) throws -> String? {
    let text: String?
    switch source {
    case .stdin: text = try read()
    case .open:
      text =
        isPiped && StandardDescriptors.isReadable(STDIN_FILENO, within: Self.optionalWait)
        ? try read() : nil
      if text?.allSatisfy(\.isWhitespace) ?? true { return nil }
    case .words(let words):
      var piped = isPiped ? try read()[...] : ""
      if piped.last?.isNewline == true { piped.removeLast() }
      let block = piped.allSatisfy(\.isWhitespace) ? "" : "\n\n<stdin>\n\(piped)\n</stdin>"
      text = words.allSatisfy(\.isWhitespace) ? words : words + block
    }
    guard let text, !text.allSatisfy(\.isWhitespace) else {
      throw Failure(.usage, "the prompt is empty: yolo -p \"PROMPT\", or pipe it in")
    }
    guard text.utf8.count <= Limits.inputBytes else { throw tooLarge }
    return text
  }

  private var isPiped: Bool { !Terminal.isTerminal(STDIN_FILENO) }

  private func read() throws -> String {
    if isPiped, !StandardDescriptors.isReadable(STDIN_FILENO, within: Self.noticeAfter) {
      console.say("waiting for standard input; if there is none, add: </dev/null\n")
    }
    do {
      let bytes = try StandardStreams.readAll(STDIN_FILENO, limit: Limits.inputBytes)
      let text = String(decoding: bytes, as: UTF8.self)
      if String(validating: bytes, as: UTF8.self) == nil {
        console.say("standard input is not UTF-8: what could not be read is shown as \u{FFFD}\n")
      }
      return text
    } catch {
      if error.code == .tooLarge { throw tooLarge }
      throw Failure(.usage, error.message)
    }
  }

  private var tooLarge: Failure {
    Failure(
      .usage,
      "the prompt is larger than \(Limits.inputBytes >> 20) MiB; put it into a file and name that")
  }
}
