import Arguments
import Glibc
import OneShot
import Platform

/// Standard output and standard errors.
struct Console: Sendable {
  /// How text looks on each of them.
  let outStyle: Style
  let errStyle: Style
  let outIsTerminal: Bool

  init(color: Options.Color, environment: [String: String]) {
    outIsTerminal = Terminal.isTerminal(STDOUT_FILENO)
    // https://no-color.org: any value that is not empty.
    let isUnwanted = environment["NO_COLOR"]?.isEmpty == false || environment["TERM"] == "dumb"
    func style(_ isTerminal: Bool) -> Style {
      switch color {
      case .always: .color
      case .never: .plain
      case .auto: isTerminal && !isUnwanted ? .color : .plain
      }
    }
    outStyle = style(outIsTerminal)
    errStyle = style(Terminal.isTerminal(STDERR_FILENO))
  }

  /// Writes one piece; false where nobody reads it any more.
  ///
  /// Failure: standard output cannot be written, the disk being full for instance.
  func write(_ piece: Piece) throws -> Bool {
    switch piece {
    case .out(let text): return try out(text)
    case .err(let text):
      say(text)
      return true
    }
  }

  /// Writes to standard output; false where nobody reads it any more.
  func out(_ text: String) throws -> Bool {
    do {
      try StandardStreams.write(STDOUT_FILENO, Array(text.utf8))
      return true
    } catch {
      if error.code == .brokenPipe { return false }
      throw Failure(.failed, error.message)
    }
  }

  /// Writes to standard output what is all there is to say, and answers the exit code; a reader
  /// that has gone is a normal end.
  func print(_ text: String) throws -> Int32 {
    _ = try out(text)
    return ExitCode.done.rawValue
  }

  /// Writes to standard errors, where a reader that has gone changes nothing.
  func say(_ text: String) {
    // Nobody could be told that nobody can be told.
    try? StandardStreams.write(STDERR_FILENO, Array(text.utf8))
  }

  /// Says why nothing is done.
  func complain(_ message: String) { say("yolo: \(printable(message))\n") }
}
