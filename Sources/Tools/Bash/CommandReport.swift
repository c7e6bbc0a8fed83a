import Events
import Platform
import Runtime

/// What the model is told of a command that is over.
///
/// It is made from the attempt directory alone, so it is the same whoever waited for the command.
struct CommandReport {
  /// Room for the line on how it ended.
  private static let endingBytes = 1024

  /// How it ended; nil where its wrapper was killed, and nobody knows.
  var end: CommandEnd?
  var output: BoundedText
  /// Where all of the output is.
  var path: String

  /// An empty report, with as much room for output as a result has.
  init(end: CommandEnd?, path: String) {
    self.end = end
    self.path = path
    output = BoundedText(limit: Limits.toolResultBytes - Self.endingBytes)
  }

  /// Reads the output; of a very long one only the beginning and the end.
  mutating func readOutput() throws(PlatformError) {
    let size = try Files.status(path)?.size ?? 0
    let part = Limits.searchedOutputBytes
    var offset = 0
    while offset < size {
      if size > 2 * part, offset == part {
        output.skip(size - 2 * part)
        offset = size - part
      }
      let goal = size > 2 * part && offset < part ? part : size
      let bytes = try OutputFile.read(path, from: offset, count: min(256 * 1024, goal - offset))
      if bytes.isEmpty { break }
      output.append(bytes)
      offset += bytes.count
    }
  }

  /// The outcome: output, ending, status.
  var outcome: ToolOutcome {
    var text = output.text(whole: path)
    if text.isEmpty { text = "(no output)" }
    if !text.hasSuffix("\n") { text += "\n" }
    let (status, words) = ending
    return ToolOutcome(
      status: status, content: [.text(text + "[\(words)]")],
      error: status == .success ? nil : words, exitCode: exitCode, outputPath: path,
      duration: end?.duration)
  }

  /// As shells have it: 128 and the number of the signal where one ended it.
  private var exitCode: Int? { end?.status ?? end?.signal.map { 128 + $0 } }

  private var ending: (ToolStatus, String) {
    guard let end else {
      return (
        .interrupted,
        "outcome unknown: what watched over this command was killed while it ran, so it may have "
          + "run in part or as a whole; nothing of it runs any more. Check what it should have "
          + "changed before running it again"
      )
    }
    let time = Measure.seconds(end.duration)
    let others =
      switch end.survivors {
      case 0: ""
      case 1: "; 1 process it left running was ended"
      default: "; \(end.survivors) processes it left running were ended"
      }
    switch end.cause {
    case .exited:
      if let status = end.status {
        return (status == 0 ? .success : .error, "exit status \(status) after \(time)\(others)")
      }
      return (.error, "ended by signal \(end.signal ?? 0) after \(time)\(others)")
    case .timeout:
      let most = Limits.commandMax.components.seconds
      return (
        .timeout,
        "timed out after \(time) and was ended\(others): give a longer timeout, at most \(most), "
          + "or do less at once"
      )
    case .cancelled: return (.cancelled, "cancelled after \(time)\(others)")
    case .outputLimit:
      let limit = Measure.bytes(Limits.commandOutputBytes)
      return (.error, "ended after \(time): it wrote more than \(limit) of output\(others)")
    case .noDirectory(let number):
      return (
        .error,
        "not run: the workspace root cannot be entered (\(PlatformError.text(of: number)))"
      )
    case .noProgram(let number):
      return (.error, "not run: bash cannot be started (\(PlatformError.text(of: number)))")
    }
  }
}
